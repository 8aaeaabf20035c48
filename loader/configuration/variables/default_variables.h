#pragma once

#include "loader/document/value.h"

namespace vmp {

// The variables that are there without anybody's doing: a map of scalars without a place.
Value default_variables();

}  // namespace vmp
