#pragma once

#include <string>
#include <string_view>

#include "loader/diagnostics/source_file.h"

namespace vmp {

// A line of a source as people see it, and under it the marks of a place: "^~~~~", as wide as the text.
// Both are to be written from the same column of the terminal.
struct QuotedLine {
  std::string text;
  std::string indent;  // of the marks
  std::string marks;
};

// Tabs become blanks, control characters "?". Of a very long line only the surroundings of the place are
// shown, with "..." where something was cut. Requires a known place with a line.
QuotedLine quote_line(const Place& place);

}  // namespace vmp
