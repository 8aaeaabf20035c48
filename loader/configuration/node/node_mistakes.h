#pragma once

#include "loader/configuration/node/node_configuration.h"
#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// Where the pools of one node do not fit together, or have keys that their kind has no use for. `node` is the entry
// that the configuration was read from.
Diagnostics find_node_mistakes(const NodeConfiguration& configuration, const Value& node);

// Where the storage of a VM does not fit the pools of the node that it is on: another pool in the same directory, and
// volumes that a pool cannot hold.
Diagnostics find_storage_mistakes(const NodeConfiguration& node, const VmConfiguration& vm);

}  // namespace vmp
