#pragma once

#include "loader/configuration/variables/variables.h"
#include "loader/document/value.h"
#include "loader/registry/registry.h"

namespace vmp {

// One of the registry's nodes without what its templates bring.
Value as_written(const Registry& registry, const Value& node);

// Puts the variables of one of the registry's nodes above the layers so far, those of its templates below its own.
void add_node_variables(const Registry& registry, const Value& node, Variables& variables);

}  // namespace vmp
