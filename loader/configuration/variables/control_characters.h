#pragma once

#include <string_view>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// Adds a mistake if the text behind `key` holds a control character, line breaks included.
void refuse_control_characters(std::string_view key, const Value& text, Diagnostics& mistakes);

}  // namespace vmp
