#pragma once

#include <span>

#include "loader/configuration/network/network_configuration.h"
#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// What the interfaces of one VM cannot have where they are. `networks` are those of find_interface_networks. All of the
// VM is read, and what networks say of its interfaces.
Diagnostics find_interface_mistakes(const VmConfiguration& vm, std::span<const NetworkConfiguration* const> networks);

}  // namespace vmp
