#pragma once

#include <string>
#include <string_view>

#include "loader/document/value.h"

namespace vmp {

// The value as indented JSON (RFC 8259), keys in their order, ending with a newline. Plain scalars that
// are null, a flag or a JSON number become that, numbers digit by digit as written; all else is a string.
std::string write_json(const Value& value);

// One JSON string, with its quotes.
std::string json_string(std::string_view text);

}  // namespace vmp
