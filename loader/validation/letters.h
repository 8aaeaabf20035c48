#pragma once

namespace vmp {

// Whether a character above U+007F may stand in a name as a letter. A table of the blocks of punctuation,
// symbols and emoji decides, so that no locale has a say; marks inside words of Indic scripts count as letters.
bool is_letter_beyond_ascii(char32_t code);

// Blanks of Unicode, from the tab to the ideographic space.
bool is_space(char32_t code);

}  // namespace vmp
