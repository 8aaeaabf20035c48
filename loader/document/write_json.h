#pragma once

#include <string>

#include "loader/diagnostics/json_string.h"
#include "loader/document/value.h"

namespace vmp {

// The value as indented JSON (RFC 8259), keys in their order, ending with a newline. Plain scalars that are null, a
// flag or a number of both YAML 1.1 and JSON become that, numbers digit by digit as written; all else is a string.
std::string write_json(const Value& value);

}  // namespace vmp
