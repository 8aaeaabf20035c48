#pragma once

#include <vector>

#include "loader/configuration/merged_entry.h"
#include "loader/configuration/network/networks.h"
#include "loader/configuration/variables/variables.h"
#include "loader/configuration/vm/vm_configuration.h"
#include "loader/document/value.h"
#include "loader/work/profile.h"

namespace vmp {

// The interfaces of a VM on their way out. They are resolved before the rest of it, which may use what they get.
struct ResolvedInterfaces {
  Value list;                                         // of the entry, with everything filled in
  std::vector<const NetworkConfiguration*> networks;  // of the registry: for each interface its own, or nullptr
};

// Resolves the interfaces of a VM that has some into those of its configuration, whose name and node are there.
// `variables` are the VM's own, for them alone: what interfaces get is not known in them. Raises Error with the
// mistakes that are found.
ResolvedInterfaces resolve_interfaces(const MergedEntry& vm, VmConfiguration& configuration, Variables& variables,
                                      Diagnostics& mistakes, const Networks& networks, Stopwatch& watch);

// Puts what interfaces got above the layers of variables.
void add_nic_variables(const std::vector<Interface>& interfaces, Variables& variables);

// Has cloud-init set up the interfaces, where one of them is static and the VM does not say how itself: in the
// configuration and in the VM's entry.
void add_network_config(VmConfiguration& configuration, Value& vm);

}  // namespace vmp
