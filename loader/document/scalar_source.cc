#include "loader/document/scalar_source.h"

#include <string_view>
#include <tuple>

#include "loader/diagnostics/utf8.h"
#include "loader/document/source_cursor.h"

namespace vmp {

namespace {

// Blanks are what folding and indentation change; all other characters stand in the source in the text's order.
bool is_blank(char32_t code) {
  return code == U' ' || code == U'\t' || is_line_break(code);
}

// Walks over the visible characters of a scalar in its source.
class ScalarCursor {
 public:
  explicit ScalarCursor(const Value& scalar) : cursor_(scalar.place()) {
    skip_tag_and_anchor();
    if (scalar.style() == Style::kBlock) skip_line();  // the "|" or ">" and what belongs to it
    if (scalar.style() != Style::kQuoted) return;
    if (cursor_.peek() == U'"' || cursor_.peek() == U'\'') quote_ = cursor_.peek();
    if (quote_ != 0) cursor_.advance();
  }

  // Steps onto the next visible character, which may be written as an escape.
  void skip_blanks() {
    while (!cursor_.is_at_end()) {
      if (is_blank(cursor_.peek())) {
        cursor_.advance();
      } else if (is_at_escape() && is_blank(ScalarCursor(*this).take())) {
        take();
      } else {
        return;
      }
    }
  }

  // The character here, and steps behind it. Blank for a line break that an escape takes away.
  char32_t take() {
    const char32_t code = cursor_.peek();
    cursor_.advance();
    if (quote_ == U'\'' && code == U'\'') cursor_.advance();  // '' is one
    return quote_ == U'"' && code == U'\\' ? take_escape() : code;
  }

  const Place& place() const { return cursor_.place(); }

 private:
  bool is_at_escape() const { return quote_ == U'"' && cursor_.peek() == U'\\'; }

  void skip_line() {
    while (!cursor_.is_at_end() && !is_line_break(cursor_.peek())) cursor_.advance();
  }

  void skip_tag_and_anchor() {
    while (cursor_.peek() == U'!' || cursor_.peek() == U'&') {
      while (!cursor_.is_at_end() && !is_blank(cursor_.peek())) cursor_.advance();
      while (is_blank(cursor_.peek()) || cursor_.peek() == U'#') {
        if (cursor_.peek() == U'#') skip_line();
        cursor_.advance();
      }
    }
  }

  // https://yaml.org/spec/1.1/#id872840
  char32_t take_escape() {
    const char32_t kind = cursor_.peek();
    cursor_.advance();
    if (kind == U'x') return take_hexadecimal(2);
    if (kind == U'u') return take_hexadecimal(4);
    if (kind == U'U') return take_hexadecimal(8);
    constexpr std::u32string_view kBlank = U"tnrNLP \t\n\r\x85\u2028\u2029";
    return kBlank.find(kind) == std::u32string_view::npos ? kind : U' ';
  }

  char32_t take_hexadecimal(int digits) {
    char32_t code = 0;
    for (int index = 0; index < digits; ++index) {
      const char32_t digit = cursor_.peek();
      const char32_t value = digit <= U'9' ? digit - U'0' : (digit | 0x20U) - U'a' + 10;
      code = code * 16 + value % 16;
      cursor_.advance();
    }
    return code;
  }

  SourceCursor cursor_;
  char32_t quote_ = 0;
};

// Steps over the visible characters of a text. False where the source has others.
bool skip_text(ScalarCursor& cursor, std::string_view text) {
  while (!text.empty()) {
    const Character character = first_character(text);
    text.remove_prefix(character.size);
    if (is_blank(character.code)) continue;
    cursor.skip_blanks();
    if (cursor.take() != character.code) return false;
  }
  return true;
}

auto position(const Place& place) {
  return std::tuple(place.line, place.column);
}

}  // namespace

class PartPlaces::Walk {
 public:
  explicit Walk(const Value& scalar) : scalar_(scalar), cursor_(scalar) {}

  Place find(std::size_t offset, std::size_t length) {
    const std::string_view text = scalar_.text();
    is_spelt_ = is_spelt_ && skip_text(cursor_, text.substr(offset_, offset - offset_));
    offset_ = offset;
    return is_spelt_ ? measure(text.substr(offset, length)) : scalar_.place();
  }

 private:
  Place measure(std::string_view part) const {
    ScalarCursor cursor = cursor_;
    cursor.skip_blanks();
    Place place = cursor.place();
    place.width = 0;
    while (!part.empty()) {
      const std::string_view character = part.substr(0, first_character(part).size);
      if (!skip_text(cursor, character)) return scalar_.place();
      if (cursor.place().line == place.line) place.width = cursor.place().column - place.column;
      part.remove_prefix(character.size());
    }
    return place;
  }

  const Value& scalar_;
  ScalarCursor cursor_;
  std::size_t offset_ = 0;
  bool is_spelt_ = true;  // so far, the source has the characters of the text
};

PartPlaces::PartPlaces(const Value& scalar) : scalar_(scalar) {}
PartPlaces::~PartPlaces() = default;

Place PartPlaces::find(std::size_t offset, std::size_t length) {
  if (!scalar_.place().is_known()) return scalar_.place();
  if (walk_ == nullptr) walk_ = std::make_unique<Walk>(scalar_);
  return walk_->find(offset, length);
}

Place place_of_part(const Value& scalar, std::size_t offset, std::size_t length) {
  return PartPlaces(scalar).find(offset, length);
}

bool covers(const Value& scalar, const Place& place) {
  const Place& first = scalar.place();
  if (first.file != place.file || position(place) < position(first)) return false;
  if (position(place) == position(first)) return true;
  if (first.width != 0) return place.line == first.line && place.column < first.column + first.width;
  ScalarCursor cursor(scalar);  // on several lines
  return skip_text(cursor, scalar.text()) && position(place) < position(cursor.place());
}

}  // namespace vmp
