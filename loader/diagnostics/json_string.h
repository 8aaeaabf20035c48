#pragma once

#include <string>
#include <string_view>

namespace vmp {

// A text as one JSON string (RFC 8259), with its quotes. Control characters are escaped; bytes that are
// not UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

}  // namespace vmp
