#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "loader/diagnostics/source_file.h"

namespace vmp {

// Walks over a source character by character and counts lines and columns as the parser does: YAML 1.1
// breaks lines at NEL, LS and PS too, and a byte order mark is no part of the first line.
class SourceCursor {
 public:
  // At the beginning of a source.
  explicit SourceCursor(std::shared_ptr<const SourceFile> source);
  // At a known place.
  explicit SourceCursor(const Place& place);

  bool is_at_end() const { return rest_.empty(); }
  // The character here; 0 at the end.
  char32_t peek() const;
  // Steps over the character here, if there is one.
  void advance();

  std::string_view rest() const { return rest_; }
  // With a width of 1.
  const Place& place() const { return place_; }

 private:
  Place place_;
  std::string_view rest_;
};

bool is_line_break(char32_t code);

}  // namespace vmp
