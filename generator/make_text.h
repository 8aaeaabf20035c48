#pragma once

#include <string>
#include <string_view>

#include "loader/configuration/text.h"

namespace vmp {

// Text of the generated Makefile. Its head defines $(E), the empty text, and $(H), "#", which make has no
// other way to hold everywhere.

// Raises Error at the text's place if it holds a control character: no line of a Makefile can. The message begins with
// `subject`.
void refuse_control_characters(const Text& text, std::string_view subject = "value");

// One word of the shell, in a variable that make expands once. Raises as refuse_control_characters.
std::string make_word(const Text& text);
// For words of our own making.
std::string make_word(std::string_view text);

// The right side of an assignment that make expands to exactly this text. Raises likewise.
std::string make_value(const Text& text);

// The right side of an assignment to a variable whose author wrote make text: references ("$(A)", "$$") are his, "#" is
// kept. Raises Error for control characters and for a reference that does not end.
std::string make_author_text(std::string_view name, const Text& text);

// Raises Error at a place where `data`, the variables of a recipe, is more than its line can pass to a shell. The
// message begins with `owner`.
void refuse_long_recipe(std::string_view owner, std::string_view data, const Place& place, std::string_view help);

// Lines of a comment, each beginning with `prefix`; the text's own newlines end lines.
std::string make_comment(std::string_view prefix, std::string_view text);

}  // namespace vmp
