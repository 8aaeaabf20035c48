#pragma once

#include <vector>

#include "loader/configuration/network/network_configuration.h"
#include "loader/configuration/node/node_configuration.h"
#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/registry/registry.h"
#include "loader/work/work.h"

namespace vmp {

// All that a registry describes, completely resolved, each kind in the registry's order: for those who show it, or hand
// it to other tools.
struct LandscapeDescription {
  std::vector<NodeConfiguration> nodes;  // of those that are only reached, no more than how
  std::vector<NetworkConfiguration> networks;
  std::vector<VmConfiguration> vms;
};

// Raises Error with every mistake of every entry and those that the registry keeps.
LandscapeDescription describe_landscape(const Registry& registry, const Work& work);

}  // namespace vmp
