#include "loader/document/syntax/line_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "loader/diagnostics/utf8.h"

namespace vmp {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::size_t kLongest = 60;  // in bytes

// Lines may have millions of characters, nearly always of one byte each: eight are looked at in one step.
bool is_ascii(std::string_view text) {
  std::uint64_t bytes = 0;
  for (; text.size() >= sizeof bytes; text.remove_prefix(sizeof bytes)) {
    std::memcpy(&bytes, text.data(), sizeof bytes);
    if ((bytes & 0x8080808080808080U) != 0) return false;
  }
  return std::ranges::none_of(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0x80U) != 0; });
}

std::size_t offset_of(const Place& place) {
  const std::string_view line = line_of(place);
  if (is_ascii(line)) return std::min<std::size_t>(line.size(), place.column - 1);
  std::size_t offset = 0;
  for (std::uint32_t column = 1; column < place.column && offset < line.size(); ++column) {
    offset += first_character(line.substr(offset)).size;
  }
  return offset;
}

std::uint32_t count_characters(std::string_view text) {
  if (is_ascii(text)) return static_cast<std::uint32_t>(text.size());
  std::uint32_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(first_character(text).size);
  return count;
}

// In double quotes, unless something in the text is an escape there.
std::string quote(std::string_view text) {
  if (text.find_first_of("\"\\") == std::string_view::npos) return fmt::format("\"{}\"", text);
  std::string quoted = "'";
  for (const char byte : text) quoted += byte == '\'' ? std::string("''") : std::string(1, byte);
  return quoted + "'";
}

bool is_fit_for_a_message(std::string_view text) {
  return !text.empty() && text.size() <= kLongest && without_control_characters(text) == text;
}

}  // namespace

std::string_view line_of(const Place& place) {
  return place.file->line(place.line);
}

std::string_view text_before(const Place& place) {
  return line_of(place).substr(0, offset_of(place));
}

std::string_view text_from(const Place& place) {
  return line_of(place).substr(offset_of(place));
}

Place mark_text(Place place, std::string_view text) {
  place.width = count_characters(text);
  return place;
}

Place move_by_bytes(const Place& place, std::ptrdiff_t bytes) {
  const auto offset = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(offset_of(place)) + bytes);
  return {place.file, place.line, count_characters(line_of(place).substr(0, offset)) + 1, 0};
}

bool begins_line(const Place& place) {
  return text_before(place).find_first_not_of(kBlanks) == std::string_view::npos;
}

bool begins_item_or_line(const Place& place) {
  return text_before(place).find_first_not_of(" \t-?") == std::string_view::npos;
}

std::string_view without_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string_view without_comment(std::string_view text) {
  std::size_t end = text.find('#');
  while (end != std::string_view::npos && end > 0 && kBlanks.find(text[end - 1]) == std::string_view::npos) {
    end = text.find('#', end + 1);
  }
  text = text.substr(0, end);
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

std::string_view first_word(std::string_view text) {
  return text.substr(0, text.find_first_of(kBlanks));
}

std::string shorten(std::string_view text) {
  if (text.size() <= kLongest) return without_control_characters(text);
  std::size_t end = 0;
  while (end < kLongest) end += first_character(text.substr(end)).size;
  return without_control_characters(text.substr(0, end)) + "...";
}

std::string_view value_at(const Place& place, bool is_in_brackets) {
  const std::string_view text = without_comment(text_from(place));
  if (!is_in_brackets) return text;
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '{' || text[at] == '[') ++depth;
    if (text[at] == '}' || text[at] == ']') --depth;
    if (depth < 0 || (depth == 0 && text[at] == ',' && at > 0)) return without_blanks(text.substr(0, at));
  }
  return text;
}

std::string tell_to_write(std::string_view text) {
  return is_fit_for_a_message(text) ? fmt::format("Write \"{}\".", text) : "";
}

std::string tell_to_quote(std::string_view text) {
  return is_fit_for_a_message(text) ? fmt::format("Write {}.", quote(text)) : "";
}

}  // namespace vmp
