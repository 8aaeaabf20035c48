// Lists in brackets and maps in braces that do not end where they have to, and the commas in them.

#include <fmt/format.h>

#include <algorithm>

#include "loader/document/syntax/line_text.h"
#include "loader/document/syntax/slips.h"

namespace vmp {
namespace {

bool is_in_list(const SyntaxProblem& problem) {
  return problem.what == "did not find expected ',' or ']'";
}

bool is_in_brackets(const SyntaxProblem& problem) {
  return is_in_list(problem) || problem.what == "did not find expected ',' or '}'";
}

bool is_at_end(const Place& place) {
  return text_from(place).empty() && place.file->line(place.line + 1).data() == nullptr;
}

char first_byte(std::string_view text) {
  return text.empty() ? '\0' : text.front();
}

// Where the bracket or brace was opened that this part of a line ends with, as an offset, if on the same line.
std::optional<std::size_t> find_opening(std::string_view text) {
  int depth = 0;
  for (std::size_t at = text.size(); at-- > 0;) {
    if (text[at] == ']' || text[at] == '}') ++depth;
    if (text[at] == '[' || text[at] == '{') --depth;
    if (depth == 0) return at;
  }
  return std::nullopt;
}

bool begins_value(std::string_view before) {
  before = without_blanks(before);
  return before.empty() || std::string_view(":-[,{").find(before.back()) != std::string_view::npos;
}

// The key before a colon that is not the first in its value: the last word of a text that the comma is missing in.
std::string_view find_second_key(const SyntaxProblem& problem) {
  const auto& text = problem.before.text;
  const bool is_key = text_from(problem.place).starts_with(':') && text && text->is_plain &&
                      problem.before.end == text->end && text->end.line == problem.place.line;
  if (!is_key) return {};
  const std::string_view before = text_before(text->end);
  const std::string_view key = before.substr(before.find_last_of(" \t") + 1);
  const bool is_all =
      text->start.line == text->end.line && text_before(text->start).size() + key.size() >= before.size();
  return is_all ? std::string_view() : key;
}

}  // namespace

// {NAME}-x is the mistake that everybody makes once: YAML takes the brace for a map. Regular expressions begin with
// brackets.
Slip find_text_behind_brackets(const SyntaxProblem& problem) {
  const Place& end = problem.before.end;
  if (!end.is_known() || end.line != problem.place.line) return std::nullopt;
  const std::string_view before = text_before(end);
  const std::string_view behind = text_from(end);
  if (!before.ends_with(']') && !before.ends_with('}')) return std::nullopt;
  if (behind.empty() || std::string_view(",]}").find(behind.front()) != std::string_view::npos) return std::nullopt;
  if (behind.starts_with(' ') && problem.before.brackets > 0) return std::nullopt;
  const std::optional<std::size_t> opening = find_opening(before);
  if (!opening || !begins_value(before.substr(0, *opening))) return std::nullopt;
  const Place start = move_by_bytes({end.file, end.line, 1, 0}, static_cast<std::ptrdiff_t>(*opening));
  const std::string_view value = value_at(start, problem.before.brackets > 0);
  return Diagnostic{.place = mark_text(start, value),
                    .message = fmt::format("a text that begins with \"{}\" needs quotes", value.substr(0, 1)),
                    .help = tell_to_quote(value)};
}

Slip find_closed_twice(const SyntaxProblem& problem) {
  const char here = first_byte(text_from(problem.place));
  if ((here != ']' && here != '}') || problem.before.brackets > 0) return std::nullopt;
  return Diagnostic{.place = mark_text(problem.place, "]"),
                    .message = fmt::format("a \"{}\" too many", here),
                    .help = "Nothing is open here that it could close."};
}

Slip find_wrong_bracket(const SyntaxProblem& problem) {
  const char here = first_byte(text_from(problem.place));
  if (!is_in_brackets(problem) || (here != ']' && here != '}')) return std::nullopt;
  Diagnostic mistake = {
      .place = mark_text(problem.place, "]"),
      .message = fmt::format("\"{}\" closes what \"{}\" began", here, is_in_list(problem) ? '[' : '{'),
      .help = fmt::format("Write \"{}\".", is_in_list(problem) ? ']' : '}')};
  if (problem.began.line != problem.place.line) mistake.notes.push_back({problem.began, "it began here"});
  return mistake;
}

Slip find_open_bracket(const SyntaxProblem& problem) {
  if (!is_in_brackets(problem)) return std::nullopt;
  // With nothing behind it, what it begins goes over several lines.
  const bool ends_line = without_comment(text_from(problem.began)).size() == 1;
  const bool is_of_one_line = problem.place.line > problem.began.line && !ends_line;
  if (!is_at_end(problem.place) && !is_of_one_line) return std::nullopt;
  return Diagnostic{
      .place = mark_text(problem.began, "["),
      .message = fmt::format("the {} that begins here is not closed", is_in_list(problem) ? "list" : "map"),
      .help = fmt::format("Write \"{}\" behind its last {}.", is_in_list(problem) ? ']' : '}',
                          is_in_list(problem) ? "item" : "value")};
}

Slip find_missing_comma(const SyntaxProblem& problem) {
  if (!is_in_brackets(problem)) return std::nullopt;
  constexpr auto kHelp = "Commas separate what stands in brackets and braces.";
  const std::string_view key = find_second_key(problem);
  if (!key.empty()) {
    const Place start = move_by_bytes(problem.before.end, -static_cast<std::ptrdiff_t>(key.size()));
    return Diagnostic{
        .place = mark_text(start, key), .message = fmt::format("no comma before \"{}\"", shorten(key)), .help = kHelp};
  }
  if (text_from(problem.place).starts_with(':')) return std::nullopt;
  return Diagnostic{.place = mark_text(problem.place, value_at(problem.place, true)),
                    .message = "no comma before this value",
                    .help = kHelp};
}

Slip find_comma(const SyntaxProblem& problem) {
  if (first_byte(text_from(problem.place)) != ',' || problem.before.brackets > 0) return std::nullopt;
  return Diagnostic{.place = mark_text(problem.place, ","),
                    .message = "a comma behind a value",
                    .help = "Commas separate only inside of brackets and braces: remove it."};
}

}  // namespace vmp
