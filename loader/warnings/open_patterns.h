#pragma once

#include "loader/diagnostics/diagnostic.h"
#include "loader/registry/section.h"

namespace vmp {

// A warning for each pattern of a tag that takes more than its author may think: it matches from the start
// of a tag, and where it does not end with "$", whatever may follow.
Diagnostics find_open_patterns(const Section& images);

}  // namespace vmp
