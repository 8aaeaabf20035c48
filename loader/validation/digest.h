#pragma once

#include <string>
#include <string_view>

namespace vmp {

// What to do about a checksum that vmp does not take and whose digits tell what it is, by a full sentence: an MD5, or a
// SHA-256 without its name. Else "".
std::string help_with_digest(std::string_view checksum);

}  // namespace vmp
