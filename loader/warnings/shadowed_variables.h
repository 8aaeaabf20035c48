#pragma once

#include "loader/diagnostics/diagnostic.h"
#include "loader/registry/section.h"

namespace vmp {

// A warning for each variable of an image that cannot win: every one of its tags gives it a value of its own.
Diagnostics find_shadowed_variables(const Section& images);

}  // namespace vmp
