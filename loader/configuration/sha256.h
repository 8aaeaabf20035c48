#pragma once

#include <string>
#include <string_view>

namespace vmp {

// The SHA-256 of bytes (FIPS 180-4): 64 hexadecimal digits, lower case.
std::string sha256(std::string_view bytes);

}  // namespace vmp
