#pragma once

#include "loader/configuration/expansion.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// Brings a merged VM (or a part of it) to its final texts: variables are expanded, what a null cleared
// is gone, and every scalar is text, but for the two places where more than text has a meaning: the options
// of `virtInstall` keep their flags, cloud-init's `data` keeps all that YAML has, null included.
//
// Adds the mistakes of expand_variables. Raises Error past kMaxExpandedBytes for the whole value.
Value settle(const Value& value, Names& names, Diagnostics& mistakes);

}  // namespace vmp
