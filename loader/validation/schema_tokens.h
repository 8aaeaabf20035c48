#pragma once

#include <string_view>

#include "loader/document/value.h"

namespace vmp {

// Reads what schema/flatten has made of a JSON document, one token a line: "{" and "}" around the keys and values of a
// map, "[" and "]" around those of a list, a text behind a quotation mark, and a number, a flag or null behind "=".
// Raises std::logic_error for anything else: the text is the program's own.
Value read_schema_tokens(std::string_view tokens);

}  // namespace vmp
