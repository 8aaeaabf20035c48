#pragma once

#include "loader/configuration/network/network_configuration.h"
#include "provisioners/libvirt/xml.h"
#include "provisioners/v1beta1/network/entries.h"

namespace vmp::v1beta1 {

// How a network reaches the node and the world beyond, and what its ports are like.

// Whether libvirt makes the bridge; else it is the node's, or there is none.
bool has_own_bridge(const NetworkConfiguration& configuration);

// Requires another mode than isolated.
libvirt::XmlElement describe_forward(const NetworkConfiguration& configuration, Entries entries);
// Requires another mode than macvtap.
libvirt::XmlElement describe_bridge(const NetworkConfiguration& configuration);
libvirt::XmlElement describe_vlan(const Vlan& vlan);
libvirt::XmlElement describe_bandwidth(const Bandwidth& bandwidth);
// Bare where there is none.
libvirt::XmlElement describe_virtual_port(const NetworkConfiguration& configuration);
libvirt::XmlElement describe_portgroup(const Portgroup& portgroup);

}  // namespace vmp::v1beta1
