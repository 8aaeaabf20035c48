#include "loader/document/source_cursor.h"

#include <utility>

#include "loader/diagnostics/utf8.h"

namespace vmp {

SourceCursor::SourceCursor(std::shared_ptr<const SourceFile> source) : SourceCursor(Place{std::move(source), 1, 1}) {}

SourceCursor::SourceCursor(const Place& place) : place_{place.file, place.line, 1, 1} {
  const std::string& text = place.file->text;
  // Empty behind the end; else a view of the text itself.
  const std::string_view line = place.file->line(place.line);
  rest_ = line.data() == nullptr ? std::string_view() : std::string_view(line.data(), text.data() + text.size());
  const Milestone milestone = place.file->milestone_before(place.line, place.column);
  place_.column = milestone.column;
  rest_.remove_prefix(milestone.offset);
  while (place_.column < place.column && !rest_.empty() && !is_line_break(peek())) advance();
}

char32_t SourceCursor::peek() const {
  return rest_.empty() ? U'\0' : first_character(rest_).code;
}

void SourceCursor::advance() {
  if (rest_.empty()) return;
  const Character character = first_character(rest_);
  const bool ends_line = is_line_break(character.code) && !rest_.starts_with("\r\n");
  rest_.remove_prefix(character.size);
  place_.line += ends_line ? 1 : 0;
  place_.column = ends_line ? 1 : place_.column + 1;
}

bool is_line_break(char32_t code) {
  return code == U'\n' || code == U'\r' || code == 0x85 || code == 0x2028 || code == 0x2029;
}

}  // namespace vmp
