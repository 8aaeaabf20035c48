#include "loader/document/scalar_quoting.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>

#include "loader/diagnostics/letter_case.h"
#include "loader/diagnostics/utf8.h"

namespace vmp {
namespace {

constexpr std::string_view kDigits = "0123456789";

bool consists_of(std::string_view text, std::string_view bytes) {
  return text.find_first_not_of(bytes) == std::string_view::npos;
}

bool is_digit(char byte) {
  return '0' <= byte && byte <= '9';
}

std::string_view without_sign(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return text;
}

// Nulls, flags, and what only YAML 1.1 knows: single letters, the default key "=", the merge key "<<".
bool is_reserved_word(std::string_view text) {
  constexpr std::array<std::string_view, 13> kWords = {"~",   "null", "true", "false", "yes", "no", "on",
                                                       "off", "y",    "n",    "=",     "<<",  ""};
  constexpr std::size_t kLongest = 5;
  return text.size() <= kLongest && std::ranges::find(kWords, to_lower(text)) != kWords.end();
}

// Anything made like a number of YAML 1.1 or 1.2, JSON, Go or C, and a little more: base 60 (12:30), 0o17,
// 0b1, 1_000, 1,000, 1e3. An address (10.0.0.1) is none.
bool looks_like_number(std::string_view text) {
  text = without_sign(text);
  if (text.empty() || !(is_digit(text.front()) || text.front() == '.' || text.front() == '_')) return false;
  const std::string number = to_lower(text);
  if (number == ".inf" || number == ".nan") return true;
  if (number.starts_with("0x")) return consists_of(number.substr(2), "0123456789abcdef_.p+-");
  if (number.starts_with("0o") || number.starts_with("0b")) return consists_of(number.substr(2), "0123456789_");
  const std::string_view digits = std::string_view(number).substr(number.starts_with('.') ? 1 : 0);
  if (digits.empty() || !(is_digit(digits.front()) || digits.front() == '_')) return false;
  return consists_of(number, "0123456789_.,:e+-") && std::ranges::count(number, '.') <= 1;
}

// 2024-01-01, and the same with a time behind it.
bool looks_like_date(std::string_view text) {
  constexpr std::size_t kYear = 4;
  return text.size() > kYear && consists_of(text.substr(0, kYear), kDigits) && text[kYear] == '-' &&
         consists_of(text, "0123456789-+:. \tTtZz");
}

// PyYAML gives a document up for a date that the calendar does not have.
bool is_impossible_date(std::string_view text) {
  if (!looks_like_date(text)) return false;
  std::array<int, 3> parts = {};  // year, month, day
  for (int& part : parts) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), part);
    if (error != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.starts_with('-')) text.remove_prefix(1);
  }
  const std::chrono::year_month_day date = {std::chrono::year{parts[0]},
                                            std::chrono::month{static_cast<unsigned>(parts[1])},
                                            std::chrono::day{static_cast<unsigned>(parts[2])}};
  return parts[0] == 0 || !date.ok();
}

// What PyYAML recognises as a scalar of its own and then cannot read.
bool breaks_a_reader(std::string_view text) {
  const std::string_view number = without_sign(text);
  const bool has_prefix =
      number.size() >= 2 && number[0] == '0' && std::string_view("xXbB").find(number[1]) != std::string_view::npos;
  const bool has_no_digits = has_prefix && consists_of(number.substr(2), "_");
  return text == "=" || text == "<<" || has_no_digits || is_impossible_date(text);
}

bool begins_with_indicator(std::string_view text) {
  constexpr std::string_view kIndicators = "?:,[]{}#&*!|>'\"%@`";
  if (kIndicators.find(text.front()) != std::string_view::npos) return true;
  if (text.starts_with("---") || text.starts_with("...")) return true;
  return text == "-" || text.starts_with("- ");
}

// Whether a reader finds the end of a plain scalar, and nothing else, where the text ends.
bool is_plain_syntax(std::string_view text) {
  if (text.empty() || begins_with_indicator(text)) return false;
  if (text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
  for (std::size_t blank = text.find(' '); blank != std::string_view::npos; blank = text.find(' ', blank + 1)) {
    if (text[blank - 1] == ':' || text[blank + 1] == '#') return false;
  }
  return true;
}

struct Contents {
  bool has_newlines = false;
  bool needs_escapes = false;
};

// Most texts are printable ASCII, of which there is nothing to say.
const char* skip_printable_ascii(std::string_view text) {
  return std::ranges::find_if(text, [](char byte) { return byte < ' ' || byte > '~'; });
}

Contents examine(std::string_view text) {
  constexpr char32_t kLastOfTwoBytes = 0xffff;
  Contents contents;
  while (true) {
    text.remove_prefix(static_cast<std::size_t>(skip_printable_ascii(text) - text.begin()));
    if (text.empty()) return contents;
    const Character character = first_character(text);
    if (character.code == '\n') {
      contents.has_newlines = true;
    } else if (is_control_character(character.code) || character.code > kLastOfTwoBytes) {
      contents.needs_escapes = true;
    }
    text.remove_prefix(character.size);
  }
}

// A block that begins with a blank or an empty line needs an indentation indicator, one that ends with
// several newlines runs on into what follows; both are read differently here and there. Nobody sees blanks at the end
// of a line.
bool is_literal_syntax(std::string_view text) {
  constexpr std::string_view kBlanks = " \n";
  if (kBlanks.find(text.front()) != std::string_view::npos || text.find(" \n") != std::string_view::npos) return false;
  if (text.ends_with('\n')) text.remove_suffix(1);
  return !text.empty() && kBlanks.find(text.back()) == std::string_view::npos;
}

}  // namespace

Quoting choose_quoting(std::string_view text, Style style) {
  if (text.empty()) return style == Style::kPlain ? Quoting::kPlain : Quoting::kDoubleQuotes;
  const Contents contents = examine(text);
  if (contents.needs_escapes) return Quoting::kDoubleQuotes;
  if (contents.has_newlines) return is_literal_syntax(text) ? Quoting::kLiteralBlock : Quoting::kDoubleQuotes;

  const bool may_mislead = style == Style::kPlain
                               ? breaks_a_reader(text)
                               : is_reserved_word(text) || looks_like_number(text) || looks_like_date(text);
  if (is_plain_syntax(text) && !may_mislead) return Quoting::kPlain;
  const bool has_escapes = text.find_first_of("\"\\") != std::string_view::npos;
  return has_escapes ? Quoting::kSingleQuotes : Quoting::kDoubleQuotes;
}

}  // namespace vmp
