#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "loader/document/value.h"

namespace vmp {

// Reads a text that a guest reads with PyYAML, which knows more tags than registries have (no !raw), and finds the
// indentation of a block of text that begins with a tab. Raises Error as read_yaml does.
std::vector<Value> read_guest_text(std::string_view name, std::string text);

}  // namespace vmp
