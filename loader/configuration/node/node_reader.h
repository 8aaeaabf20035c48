#pragma once

#include "loader/configuration/node/node_configuration.h"
#include "loader/document/value.h"

namespace vmp {

// A settled and valid node with the defaults that no rule depends on filled in.
Value fill_in_node_defaults(const Value& node);

// Reads a node that is complete into the structs, all but `node` and `variables`.
void read_node(const Value& node, NodeConfiguration& configuration);

}  // namespace vmp
