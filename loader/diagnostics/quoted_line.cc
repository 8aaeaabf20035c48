#include "loader/diagnostics/quoted_line.h"

#include <cstdint>
#include <cstring>
#include <utility>

#include "loader/diagnostics/utf8.h"

namespace vmp {
namespace {

constexpr std::size_t kLongestLine = 120;  // in characters
constexpr std::size_t kShownBefore = 40;   // of a longer line, before the place
constexpr std::size_t kTabWidth = 8;
constexpr std::string_view kCut = "...";

// How many characters at the front of a text are ASCII, a multiple of eight: most of a line that is too long to look
// at each of its characters.
std::size_t count_ascii(std::string_view text) {
  std::size_t count = 0;
  for (std::uint64_t bytes = 0; count + sizeof bytes <= text.size(); count += sizeof bytes) {
    std::memcpy(&bytes, text.data() + count, sizeof bytes);
    if ((bytes & 0x8080808080808080U) != 0) break;
  }
  return count;
}

// Takes up to `count` characters from the front of a text and returns how many there were.
std::size_t skip_characters(std::string_view& text, std::size_t count) {
  std::size_t skipped = 0;
  while (skipped < count && !text.empty()) {
    const std::size_t ascii = count_ascii(text.substr(0, count - skipped));
    const std::size_t size = ascii > 0 ? ascii : first_character(text).size;
    text.remove_prefix(size);
    skipped += ascii > 0 ? ascii : 1;
  }
  return skipped;
}

// Collects what is shown, and counts the cells that it takes.
class Cells {
 public:
  explicit Cells(std::string_view begin) : text_(begin), width_(begin.size()) {}

  void append_first_character(std::string_view text) {
    const Character character = first_character(text);
    if (character.code == '\t') {
      append_blanks(kTabWidth - width_ % kTabWidth);
    } else if (!character.is_valid || is_control_character(character.code)) {
      text_ += '?';
      ++width_;
    } else {
      text_ += text.substr(0, character.size);
      width_ += terminal_width(character.code);
    }
  }

  void append_cut() { text_ += kCut; }
  std::size_t width() const { return width_; }
  std::string take_text() { return std::move(text_); }

 private:
  void append_blanks(std::size_t count) {
    text_.append(count, ' ');
    width_ += count;
  }

  std::string text_;
  std::size_t width_;
};

}  // namespace

QuotedLine quote_line(const Place& place) {
  std::string_view rest = place.file->line(place.line);
  const std::size_t first_marked = place.column == 0 ? 0 : place.column - 1;
  const std::size_t behind_marked = first_marked + place.width;

  std::size_t at = 0;
  std::string_view beyond = rest;
  const bool is_long = skip_characters(beyond, kLongestLine) == kLongestLine && !beyond.empty();
  if (is_long && behind_marked > kLongestLine && first_marked > kShownBefore) {
    const std::size_t first_shown = first_marked - kShownBefore;
    const Milestone milestone = place.file->milestone_before(place.line, static_cast<std::uint32_t>(first_shown + 1));
    rest.remove_prefix(milestone.offset);
    at = milestone.column - 1;
    at += skip_characters(rest, first_shown - at);
  }
  const std::size_t end = at + kLongestLine;

  Cells cells(at > 0 ? kCut : "");
  std::size_t indent = cells.width();
  std::size_t marked_end = cells.width();
  for (; at < end && !rest.empty(); ++at) {
    cells.append_first_character(rest);
    skip_characters(rest, 1);
    if (at < first_marked) indent = cells.width();
    if (at < behind_marked) marked_end = cells.width();
  }
  if (!rest.empty()) cells.append_cut();

  const std::size_t marks = marked_end > indent ? marked_end - indent : 1;
  return {.text = cells.take_text(), .indent = std::string(indent, ' '), .marks = "^" + std::string(marks - 1, '~')};
}

}  // namespace vmp
