#pragma once

#include <cstddef>

#include "loader/configuration/network/network_configuration.h"
#include "provisioners/libvirt/xml.h"
#include "provisioners/v1beta1/network/entries.h"

namespace vmp::v1beta1 {

// One of the network's own addresses, with DHCP's ranges and reservations. A reservation is by MAC address; of IPv6,
// where libvirt takes none, by DUID, or else by the name that the guest sends.
libvirt::XmlElement describe_address(const NetworkConfiguration& configuration, std::size_t index, Entries entries);

libvirt::XmlElement describe_route(const NetworkRoute& route);

}  // namespace vmp::v1beta1
