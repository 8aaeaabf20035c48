#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vmp {

// One character at the beginning of a text.
struct Character {
  char32_t code = 0;     // U+FFFD for a byte that begins no valid UTF-8 sequence
  std::size_t size = 1;  // in bytes; 1 where it is not valid
  bool is_valid = true;
};

// The first character of a text. Overlong forms, surrogates and codes above U+10FFFF are not valid.
// Requires a text that is not empty.
Character first_character(std::string_view text);

bool is_utf8(std::string_view text);

// Whether a terminal or a YAML reader could take the character for an order instead of something to show,
// or refuse it: C0 and C1 controls, DEL, line and paragraph separators, byte order marks, marks of text
// direction, U+FFFE and U+FFFF.
bool is_control_character(char32_t code);

// How many cells of a terminal a character takes: 0 for combining marks, 2 for East Asian wide ones and
// emoji, 1 for all else. A table of the usual ranges, so that no locale has a say.
std::size_t terminal_width(char32_t code);

// The text with every control character and every bad byte replaced by "?".
std::string without_control_characters(std::string_view text);

}  // namespace vmp
