#include "generator/make_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "generator/quoting.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

namespace {

// What Linux takes as one argument (MAX_ARG_STRLEN), which a recipe's line is for the shell, less the line's own words.
constexpr std::size_t kMaxRecipeBytes = 131'071 - 1'024;

bool is_control(char byte) {
  return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f;
}

bool is_blank(char byte) {
  return byte == ' ' || byte == '\t';
}

// "#" begins a comment anywhere in an assignment. One behind a backslash is escaped already, but two are one backslash.
std::string keep_number_signs(std::string_view text, bool backslash_escapes) {
  std::string kept;
  kept.reserve(text.size());
  bool is_escaped = false;
  for (const char byte : text) {
    if (byte == '#' && !is_escaped) {
      kept += "$(H)";
    } else {
      kept += byte;
    }
    is_escaped = backslash_escapes && byte == '\\' && !is_escaped;
  }
  return kept;
}

// Blanks at the ends would be lost, and a backslash at the end would join the next line.
std::string keep_ends(std::string text) {
  if (text.empty()) return text;
  if (is_blank(text.front())) text.insert(0, "$(E)");
  if (is_blank(text.back()) || text.back() == '\\') text += "$(E)";
  return text;
}

bool has_unfinished_reference(std::string_view text) {
  std::vector<char> closing;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '$') {
      if (++i == text.size()) return true;
      if (text[i] == '(') closing.push_back(')');
      if (text[i] == '{') closing.push_back('}');
    } else if (!closing.empty() && text[i] == closing.back()) {
      closing.pop_back();
    } else if (!closing.empty() && text[i] == (closing.back() == ')' ? '(' : '{')) {
      closing.push_back(closing.back());  // make counts those that come alone, too
    }
  }
  return !closing.empty();
}

}  // namespace

void refuse_control_characters(const Text& text, std::string_view subject) {
  const auto found = std::ranges::find_if(text.value, is_control);
  if (found == text.value.end()) return;
  const int code = static_cast<unsigned char>(*found);
  throw Error({.place = text.place,
               .message = fmt::format("{} holds the control character U+{:04X}", subject, code),
               .help = "A Makefile cannot hold it. Only cloud-init data and descriptions may have several lines."});
}

std::string make_word(std::string_view text) {
  return keep_number_signs(escape_for_make(quote_for_shell(text)), false);
}

std::string make_word(const Text& text) {
  refuse_control_characters(text);
  return make_word(text.value);
}

std::string make_value(const Text& text) {
  refuse_control_characters(text);
  return keep_ends(keep_number_signs(escape_for_make(text.value), false));
}

std::string make_author_text(std::string_view name, const Text& text) {
  refuse_control_characters(text, fmt::format("variable \"{}\"", name));
  if (has_unfinished_reference(text.value)) {
    throw Error({.place = text.place,
                 .message = fmt::format("a make reference in variable \"{}\" has no end", name),
                 .help = "The value is make text: write $$ for a dollar sign, and close every $( and ${."});
  }
  return keep_ends(keep_number_signs(text.value, true));
}

void refuse_long_recipe(std::string_view owner, std::string_view data, const Place& place, std::string_view help) {
  if (data.size() <= kMaxRecipeBytes) return;
  throw Error({.place = place,
               .message = fmt::format("{} has {} bytes of data, more than the {} that one command takes", owner,
                                      data.size(), kMaxRecipeBytes),
               .help = std::string(help)});
}

std::string make_comment(std::string_view prefix, std::string_view text) {
  std::string comment;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    std::string shown = line.empty() ? "#" : fmt::format("{}{}", prefix, line);
    std::ranges::replace_if(shown, is_control, ' ');
    if (shown.ends_with('\\')) shown += ' ';  // it would join the next line
    comment += shown + '\n';
  }
  return comment;
}

}  // namespace vmp
