#pragma once

#include <string_view>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// Adds a mistake if a text holds a control character, line breaks included. `what` begins the message.
void refuse_control_characters(std::string_view what, const Value& text, Diagnostics& mistakes);

}  // namespace vmp
