#pragma once

#include <string_view>

#include "loader/document/value.h"

namespace vmp {

// The variables that are there without anybody's doing, as a version of provisioners has them: a map of scalars without
// a place. Without a version, what most have.
Value default_variables(std::string_view provisioner = "");

}  // namespace vmp
