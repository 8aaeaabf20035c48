#pragma once

#include <vector>

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/document/value.h"

namespace vmp {

// What cloud-init is told of interfaces: version 2, each card by its MAC address, so that it gets the interface's name
// whatever the guest calls it. https://cloudinit.readthedocs.io/en/latest/reference/network-config-format-v2.html
Value write_network_config(const std::vector<Interface>& interfaces);

}  // namespace vmp
