// Quotes that are missing, or that do not end where they have to.

#include <fmt/format.h>

#include <algorithm>

#include "loader/diagnostics/utf8.h"
#include "loader/document/syntax/line_text.h"
#include "loader/document/syntax/slips.h"

namespace vmp {
namespace {

bool is_one_of(char32_t byte, std::string_view bytes) {
  return byte != 0 && bytes.find(static_cast<char>(byte)) != std::string_view::npos;
}

char first_byte(std::string_view text) {
  return text.empty() ? '\0' : text.front();
}

std::size_t first_size(std::string_view text) {
  return text.empty() ? 0 : first_character(text).size;
}

// How the line would be with its quotes closed.
std::string tell_to_close(const Place& quotes, bool is_in_brackets) {
  std::string_view text = value_at(quotes, is_in_brackets);
  const char quote = first_byte(text);
  text.remove_prefix(text.empty() ? 0 : 1);
  if (text.ends_with('"') || text.ends_with('\'')) text.remove_suffix(1);
  const bool is_empty = text.empty() || text.find(quote) != std::string_view::npos;
  return is_empty || tell_to_write(text).empty() ? "" : fmt::format("Write {0}{1}{0}.", quote, text);
}

// The text in quotes that was read directly before a problem.
const ReadText* find_quoted(const SyntaxProblem& problem) {
  const auto& text = problem.before.text;
  if (!text || text->is_plain || text->is_block || text->end.line != problem.place.line) return nullptr;
  return problem.before.end == text->end ? &*text : nullptr;
}

bool goes_on(std::string_view text) {
  text = without_comment(text);
  return !text.empty() && !is_one_of(static_cast<unsigned char>(text.front()), ",]}");
}

// The text that has quotes at its front, with all of it in quotes.
std::string tell_to_quote_all(const ReadText& quoted, bool is_in_brackets) {
  const std::string_view value = value_at(quoted.start, is_in_brackets);
  const char quote = first_byte(value);
  const bool is_key = begins_item_or_line(quoted.start) && value.find(": ") != std::string_view::npos;
  if (is_key) return "";
  if (value.size() > 1 && value.ends_with(quote)) return tell_to_quote(value.substr(1, value.size() - 2));
  const std::size_t size = text_before(quoted.end).size() - text_before(quoted.start).size();
  if (size < 2 || size > value.size()) return "";
  return tell_to_quote(std::string(value.substr(1, size - 2)) + std::string(value.substr(size)));
}

Diagnostic need_quotes(const Place& start, bool is_in_brackets) {
  const std::string_view value = value_at(start, is_in_brackets);
  return {.place = mark_text(start, value),
          .message = fmt::format("a text that begins with \"{}\" needs quotes", value.substr(0, 1)),
          .help = tell_to_quote(value)};
}

// Where a text begins whose first character means something else to YAML, if libyaml found that not to fit.
std::optional<Place> find_unquoted(const SyntaxProblem& problem) {
  const std::string_view& what = problem.what;
  const std::string_view& context = problem.context;
  const bool is_begun = context == "while scanning an alias" || context == "while scanning an anchor" ||
                        context == "while scanning a tag" || context == "while parsing a tag" ||
                        (context == "while scanning a block scalar" && what ==
                                                                           "did not find expected comment or line "
                                                                           "break");
  if (is_begun) return problem.began;
  const char here = first_byte(text_from(problem.place));
  const bool fits =
      (what == "found character that cannot start any token" && is_one_of(here, "@`%")) ||
      what == "mapping keys are not allowed in this context" || what == "found undefined tag handle" ||
      (what == "block sequence entries are not allowed in this context") ||
      (what == "did not find expected node content" && problem.before.brackets == 0 && is_one_of(here, ",]}%")) ||
      (what == "did not find expected node content" && is_one_of(here, "-?"));
  return fits ? std::optional(problem.place) : std::nullopt;
}

// libyaml points at the backslash, or at what is behind it.
Place find_backslash(const Place& place) {
  if (text_from(place).starts_with('\\')) return place;
  const std::string_view before = text_before(place);
  const std::size_t backslash = std::min(before.rfind('\\'), before.size());
  return move_by_bytes(place, static_cast<std::ptrdiff_t>(backslash) - static_cast<std::ptrdiff_t>(before.size()));
}

std::string complain_of_escape(std::string_view what, std::string_view escape) {
  const std::string shown = without_control_characters(escape);
  if (what == "found unknown escape character") return fmt::format("\"{}\" is no escape", shown);
  if (what == "found invalid Unicode character escape code") {
    return fmt::format("\"{}\" with the number of no character", shown);
  }
  const int digits = escape.ends_with('x') ? 2 : escape.ends_with('u') ? 4 : 8;
  return fmt::format("\"{}\" needs {} hexadecimal digits behind it", shown, digits);
}

}  // namespace

Slip find_open_quotes(const SyntaxProblem& problem) {
  if (problem.context != "while scanning a quoted scalar") return std::nullopt;
  return Diagnostic{.place = problem.began,
                    .message = "the quotes that begin here are not closed",
                    .help = tell_to_close(problem.began, problem.before.brackets > 0)};
}

Slip find_late_quotes(const SyntaxProblem& problem) {
  const ReadText* text = find_quoted(problem);
  if (text == nullptr || text->start.line == text->end.line || !goes_on(text_from(text->end))) return std::nullopt;
  if (text_from(text->end).starts_with(':')) return std::nullopt;
  return Diagnostic{.place = text->start,
                    .message = fmt::format("the quotes that begin here are not closed before line {}", text->end.line),
                    .help = tell_to_close(text->start, problem.before.brackets > 0)};
}

Slip find_text_behind_quotes(const SyntaxProblem& problem) {
  const ReadText* text = find_quoted(problem);
  if (text == nullptr || text->start.line != text->end.line || !goes_on(text_from(text->end))) return std::nullopt;
  const bool is_next_in_brackets = problem.before.brackets > 0 && text_from(text->end).starts_with(' ');
  const bool is_long_key = begins_item_or_line(text->start) && text_from(text->end).starts_with(':');
  if (is_next_in_brackets || is_long_key) return std::nullopt;
  return Diagnostic{.place = mark_text(problem.place, value_at(problem.place, problem.before.brackets > 0)),
                    .message = "text behind closing quotes",
                    .help = tell_to_quote_all(*text, problem.before.brackets > 0)};
}

Slip find_unquoted_text(const SyntaxProblem& problem) {
  const std::optional<Place> start = find_unquoted(problem);
  if (!start) return std::nullopt;
  const std::string_view value = value_at(*start, problem.before.brackets > 0);
  if (value.starts_with("- ") && (value.find(": ") != std::string_view::npos || value.ends_with(':'))) {
    return Diagnostic{.place = mark_text(*start, "-"),
                      .message = "a list begins on the line of its key",
                      .help = "Put its first item on the next line, indented like the others."};
  }
  Diagnostic mistake = need_quotes(*start, problem.before.brackets > 0);
  if (value.starts_with('|') || value.starts_with('>')) {
    mistake.help += " The lines of a block of text begin below it.";
  }
  return mistake;
}

Slip find_bad_escape(const SyntaxProblem& problem) {
  if (problem.context != "while parsing a quoted scalar") return std::nullopt;
  const Place place = find_backslash(problem.place);
  const std::string_view escape = text_from(place).substr(0, 1 + first_size(text_from(place).substr(1)));
  const std::string_view text = text_from(problem.began).substr(1);
  const std::string_view inner = text.substr(0, text.find('"'));
  const std::string quoted = inner.size() < text.size() ? tell_to_quote(inner) : "";
  return Diagnostic{
      .place = mark_text(place, escape),
      .message = complain_of_escape(problem.what, escape),
      .help = fmt::format("In single quotes a backslash is an ordinary character, in double quotes it is written twice."
                          "{}{}",
                          quoted.empty() ? "" : " ", quoted)};
}

}  // namespace vmp
