#pragma once

#include <span>

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// A warning for each IP address that the network-config of a VM gives to an interface and that of another VM of the
// same node does too (https://cloudinit.readthedocs.io/en/latest/reference/network-config.html, versions 1 and 2).
Diagnostics find_repeated_addresses(std::span<const VmConfiguration> vms);

}  // namespace vmp
