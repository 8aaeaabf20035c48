#pragma once

#include "loader/configuration/network/network_configuration.h"
#include "loader/configuration/node/node_configuration.h"
#include "loader/configuration/vm/vm_configuration.h"

namespace vmp {

// What a node's directory has to know of the other entries on it.
NodeVm describe_for_node(const VmConfiguration& vm);
NodeNetwork describe_for_node(const NetworkConfiguration& network);

}  // namespace vmp
