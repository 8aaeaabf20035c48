#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vmp {

// A name as a part of a path or of a target of make: letters and digits of ASCII and . _ + @ - are as they are, other
// bytes are "," and two hexadecimal digits.
std::string encode_name(std::string_view name);

// The name that was encoded; nothing for a text with a "," that no two digits follow.
std::optional<std::string> decode_name(std::string_view encoded);

}  // namespace vmp
