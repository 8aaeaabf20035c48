#pragma once

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// The steps of a merged build without those whose types a null has taken away.
Value remove_cleared_steps(const Value& build);

// The steps of a settled build in their order: each with `before` or `after` is next to the step of that name, several
// of them as they were; all others stay in the order in which they were merged. Adds a mistake where a step has both,
// where none has the name, and for steps that are placed around each other; the order is worth nothing then.
Value arrange_steps(const Value& build, Diagnostics& mistakes);

}  // namespace vmp
