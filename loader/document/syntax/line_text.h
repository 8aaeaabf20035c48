#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "loader/diagnostics/source_file.h"

namespace vmp {

// The line of a place.
std::string_view line_of(const Place& place);
// What stands on it before and from the place on.
std::string_view text_before(const Place& place);
std::string_view text_from(const Place& place);

// The same place with the width of a text.
Place mark_text(Place place, std::string_view text);
// So many bytes of its line further on; a negative number leads back.
Place move_by_bytes(const Place& place, std::ptrdiff_t bytes);

// Whether only blanks stand before the place, and whether only those and the dashes of items do.
bool begins_line(const Place& place);
bool begins_item_or_line(const Place& place);

std::string_view without_blanks(std::string_view text);
// The part of a line that is no comment, without blanks behind it.
std::string_view without_comment(std::string_view text);
// Up to the next blank.
std::string_view first_word(std::string_view text);
// As much of a text as belongs in a message, without control characters.
std::string shorten(std::string_view text);

// The value that begins here, up to the end of its line or, inside of brackets, up to what ends it there.
std::string_view value_at(const Place& place, bool is_in_brackets);

// `Write "TEXT".`, or nothing for a text that nobody wants to read in a message.
std::string tell_to_write(std::string_view text);
// The same with the text in quotes as YAML needs them: they are to be written, too.
std::string tell_to_quote(std::string_view text);

}  // namespace vmp
