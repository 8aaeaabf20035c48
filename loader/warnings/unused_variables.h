#pragma once

#include <string_view>

#include "loader/diagnostics/diagnostic.h"
#include "loader/registry/registry.h"

namespace vmp {

// A warning for each variable whose name no text of the registry uses, be it through other variables that are used.
// Names are looked for in all entries: a variable of one VM counts as used where only another VM uses one of
// that name. `reads` says whether a provisioner reads a variable by itself.
Diagnostics find_unused_variables(const Registry& registry, bool (*reads)(std::string_view name));

}  // namespace vmp
