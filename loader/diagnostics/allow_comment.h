#pragma once

#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// Whether a comment in the source allows a warning: "# vmp: allow NAME, NAME" behind the line that the warning is
// about, or on the line above it with nothing else there. False for errors.
bool is_allowed_by_comment(const Diagnostic& diagnostic);

}  // namespace vmp
