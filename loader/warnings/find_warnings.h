#pragma once

#include <span>
#include <string_view>

#include "loader/configuration/network/network_configuration.h"
#include "loader/configuration/node/node_configuration.h"
#include "loader/configuration/vm/resolve_vm.h"
#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/registry/registry.h"

namespace vmp {

// What is allowed in one VM and most likely not meant, besides what resolving it warns of.
Diagnostics find_warnings(const ResolvedVm& vm);

// The same in one network, with the hosts that VMs are on it.
Diagnostics find_warnings(const NetworkConfiguration& network);

// The same in the registry as a whole and between its VMs. `vms` and `nodes` are those that could be resolved; what is
// unused is told only if these are all, and nothing was left out of the registry. `reads` says whether a provisioner
// reads a variable of that name by itself.
Diagnostics find_warnings(const Registry& registry, std::span<const VmConfiguration> vms,
                          std::span<const NodeConfiguration> nodes, bool (*reads)(std::string_view name));

}  // namespace vmp
