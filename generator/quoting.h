#pragma once

#include <string>
#include <string_view>

namespace vmp {

// Any bytes but NUL as one word of POSIX sh (PROVISIONER.md, section 3, `sq`).
std::string quote_for_shell(std::string_view text);

// Text that make expands exactly once back to `text` (PROVISIONER.md, section 3, `mk`): the outermost quoting,
// applied once. Control characters are the caller's to refuse.
std::string escape_for_make(std::string_view text);

// The part of a target's name that stands for `name`: [A-Za-z0-9._+@-] as they are, other bytes as ",HH".
std::string encode_target_name(std::string_view name);

}  // namespace vmp
