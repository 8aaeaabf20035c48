#pragma once

#include <string>
#include <string_view>

namespace vmp {

// The small letter of a capital one of ASCII; any other byte as it is, so that no locale has a say and UTF-8 stays.
char to_lower(char byte);

// The same for each byte of a text.
std::string to_lower(std::string_view text);

}  // namespace vmp
