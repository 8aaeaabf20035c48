#include "loader/diagnostics/source_file.h"

#include <algorithm>
#include <cassert>

#include <fmt/format.h>

#include "loader/diagnostics/utf8.h"

namespace vmp {
namespace {

// The size of the line break that a text begins with, or 0. YAML 1.1 breaks lines at NEL, LS and PS too,
// and the parser's line numbers count them.
std::size_t line_break_size(std::string_view text) {
  if (text.starts_with("\r\n")) return 2;
  if (text.starts_with('\n') || text.starts_with('\r')) return 1;
  if (text.starts_with("\xc2\x85")) return 2;
  if (text.starts_with("\xe2\x80\xa8") || text.starts_with("\xe2\x80\xa9")) return 3;
  return 0;
}

// The size of the line break that a line ends with.
std::size_t line_break_size_at_end(std::string_view line) {
  for (const std::size_t size : {2, 3}) {
    if (line.size() >= size && line_break_size(line.substr(line.size() - size)) == size) return size;
  }
  return 1;
}

struct Line {
  std::size_t size;
  std::size_t break_size;  // 0 only at the end of the text
};

Line first_line(std::string_view text) {
  constexpr std::string_view kFirstBytesOfBreaks = "\n\r\xc2\xe2";
  std::size_t at = text.find_first_of(kFirstBytesOfBreaks);
  while (at != std::string_view::npos) {
    const std::size_t break_size = line_break_size(text.substr(at));
    if (break_size != 0) return {.size = at, .break_size = break_size};
    at = text.find_first_of(kFirstBytesOfBreaks, at + 1);
  }
  return {.size = text.size(), .break_size = 0};
}

// The offsets of every kStride-th character of a line, from the first on.
std::vector<std::size_t> find_milestones(std::string_view line) {
  std::vector<std::size_t> offsets;
  std::uint32_t column = 0;
  for (std::size_t offset = 0; offset < line.size(); ++column) {
    if (column % Milestones::kStride == 0) offsets.push_back(offset);
    offset += first_character(line.substr(offset)).size;
  }
  return offsets;
}

}  // namespace

const std::vector<std::size_t>& LineStarts::of(std::string_view text) const {
  std::call_once(is_found_, [&] {
    // A byte order mark is no part of the first line: the parser does not count it as a column.
    std::size_t start = text.starts_with("\xef\xbb\xbf") ? 3 : 0;
    Line line = {.size = 0, .break_size = 0};
    do {
      starts_.push_back(start);
      line = first_line(text.substr(start));
      start += line.size + line.break_size;
    } while (line.break_size != 0);
  });
  return starts_;
}

std::string_view SourceFile::line(std::uint32_t number) const {
  const std::vector<std::size_t>& starts = line_starts.of(text);
  if (number == 0 || number > starts.size()) return {};
  const std::size_t start = starts[number - 1];
  if (number == starts.size()) return std::string_view(text).substr(start);
  const std::string_view line = std::string_view(text).substr(start, starts[number] - start);
  return line.substr(0, line.size() - line_break_size_at_end(line));
}

Milestone Milestones::before(const SourceFile& source, std::uint32_t line, std::uint32_t column) const {
  if (column <= kStride || source.line(line).size() <= kStride) return {};
  std::call_once(is_found_, [&] {
    const auto count = static_cast<std::uint32_t>(source.line_starts.of(source.text).size());
    for (std::uint32_t number = 1; number <= count; ++number) {
      if (source.line(number).size() > kStride) offsets_[number] = find_milestones(source.line(number));
    }
  });
  const std::vector<std::size_t>& offsets = offsets_.at(line);
  const std::size_t index = std::min<std::size_t>((column - 1) / kStride, offsets.size() - 1);
  return {.column = static_cast<std::uint32_t>(index) * kStride + 1, .offset = offsets[index]};
}

std::string to_string(const Place& place) {
  assert(place.is_known());
  if (place.line == 0) return place.file->name;
  return fmt::format("{}:{}:{}", place.file->name, place.line, place.column);
}

}  // namespace vmp
