// Colons that are missing, that have no blank behind them, or that stand in a text.

#include <fmt/format.h>

#include <algorithm>

#include "loader/document/syntax/line_text.h"
#include "loader/document/syntax/slips.h"

namespace vmp {
namespace {

constexpr std::string_view kNoBreakSpace = "\xc2\xa0";

bool is_name(std::string_view text) {
  if (text.empty() || text.front() == '.') return false;
  return std::ranges::all_of(text, [](char byte) {
    return ('a' <= byte && byte <= 'z') || ('A' <= byte && byte <= 'Z') || ('0' <= byte && byte <= '9') ||
           byte == '_' || byte == '-' || byte == '.';
  });
}

// A text where a key has to stand, as libyaml found none: it took the next line in, or gave up there.
std::optional<Place> find_key_place(const SyntaxProblem& problem) {
  if (problem.what == "could not find expected ':'") return problem.began;
  const auto& text = problem.before.text;
  const bool is_swallowed = problem.what == "mapping values are not allowed in this context" && text &&
                            text->is_plain && text->start.line < problem.place.line && text->end == problem.place;
  return is_swallowed && begins_item_or_line(text->start) ? std::optional(text->start) : std::nullopt;
}

struct KeyAndValue {
  std::string_view key;
  std::string_view value;
};

// "key:value" and "key :value".
std::optional<KeyAndValue> split_at_bare_colon(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view key = without_blanks(text.substr(0, colon));
  const std::string_view value = text.substr(colon + 1);
  if (!is_name(key) || value.empty() || value.starts_with(' ') || value.starts_with("//")) return std::nullopt;
  return KeyAndValue{key, value};
}

bool has_several_words(std::string_view text) {
  return text.find(' ') != std::string_view::npos;
}

}  // namespace

Slip find_missing_blank(const SyntaxProblem& problem) {
  const std::optional<Place> place = find_key_place(problem);
  if (!place) return std::nullopt;
  const std::string_view text = value_at(*place, problem.before.brackets > 0);
  const auto parts = split_at_bare_colon(text);
  if (!parts) return std::nullopt;
  const auto& [key, value] = *parts;
  if (value.starts_with(kNoBreakSpace)) {
    return Diagnostic{.place = mark_text(*place, text),
                      .message = fmt::format("a no-break space behind the colon of \"{}\"", shorten(key)),
                      .help = "Put an ordinary blank in its place."};
  }
  return Diagnostic{.place = mark_text(*place, text),
                    .message = fmt::format("no blank behind the colon of \"{}\"", shorten(key)),
                    .help = tell_to_write(fmt::format("{}: {}", key, value))};
}

Slip find_missing_colon(const SyntaxProblem& problem) {
  const std::optional<Place> place = find_key_place(problem);
  if (!place) return std::nullopt;
  const std::string_view text = value_at(*place, problem.before.brackets > 0);
  const std::string_view key = first_word(text.substr(0, text.find('=')));
  const std::string_view value = without_blanks(text.substr(std::min(text.size(), key.size())));
  const Place marked = mark_text(*place, text);
  if (value.starts_with('=') && is_name(key)) {
    return Diagnostic{.place = marked,
                      .message = fmt::format("\"=\" in place of a colon behind \"{}\"", shorten(key)),
                      .help = tell_to_write(fmt::format("{}: {}", key, without_blanks(value.substr(1))))};
  }
  if (value.empty() && is_name(key)) {
    return Diagnostic{.place = marked,
                      .message = fmt::format("no colon behind \"{}\"", shorten(key)),
                      .help = tell_to_write(fmt::format("{}:", key))};
  }
  std::string help = "A key has a colon and a blank behind it";
  help += is_name(key) && !has_several_words(value) && !tell_to_write(text).empty()
              ? fmt::format(": \"{}: {}\".", key, value)
              : ".";
  return Diagnostic{.place = marked,
                    .message = "a line without a key",
                    .help = help + " A text that goes on from the line above is indented deeper than its key."};
}

Slip find_long_key(const SyntaxProblem& problem) {
  const auto& text = problem.before.text;
  const bool is_before_colon = text && text->end == problem.place && text_from(problem.place).starts_with(':');
  if (!is_before_colon || !begins_item_or_line(text->start)) return std::nullopt;
  constexpr std::uint32_t kLongest = 1024;
  const bool is_one_line = text->start.line == problem.place.line;
  if (is_one_line && problem.place.column - text->start.column < kLongest) return std::nullopt;
  if (!is_one_line && text->is_plain) return std::nullopt;
  return Diagnostic{.place = text->start,
                    .message = is_one_line ? fmt::format("a key of more than {} characters", kLongest)
                                           : std::string("a key of several lines"),
                    .help = "A key stands on one line. If this is none, its quotes are not closed where they have to."};
}

Slip find_colon_in_text(const SyntaxProblem& problem) {
  const auto& text = problem.before.text;
  if (!text_from(problem.place).starts_with(':') || !text || !text->is_plain) return std::nullopt;
  if (text->start.line != problem.place.line || problem.before.end != text->end) return std::nullopt;
  const std::string_view value = value_at(text->start, problem.before.brackets > 0);
  const bool ends_line = without_comment(text_from(problem.place)) == ":";
  std::string help = tell_to_quote(value);
  const std::string_view before = value.substr(0, value.find(": "));
  if (!ends_line && has_several_words(before)) help += " If a second key begins there, it needs a line of its own.";
  return Diagnostic{.place = mark_text(problem.place, ":"),
                    .message = ends_line ? "a colon at the end of a text without quotes"
                                         : "a colon and a blank in a text without quotes",
                    .help = help};
}

}  // namespace vmp
