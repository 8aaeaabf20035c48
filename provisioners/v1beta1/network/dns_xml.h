#pragma once

#include "loader/configuration/network/network_configuration.h"
#include "provisioners/libvirt/xml.h"
#include "provisioners/v1beta1/network/entries.h"

namespace vmp::v1beta1 {

// Requires a domain.
libvirt::XmlElement describe_domain(const NetworkConfiguration& configuration);

// Bare where there is nothing to say. An address has its names in one line.
libvirt::XmlElement describe_dns(const NetworkConfiguration& configuration, Entries entries);

}  // namespace vmp::v1beta1
