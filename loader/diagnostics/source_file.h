#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace vmp {

struct SourceFile;

// Where the lines of a text begin, found when it is first asked for: most runs have no message to show.
class LineStarts {
 public:
  LineStarts() = default;
  LineStarts(const LineStarts& /*of_a_copied_text*/) {}
  LineStarts& operator=(const LineStarts&) = delete;

  // Offsets in `text`, which must be the same in every call. Safe in any thread.
  const std::vector<std::size_t>& of(std::string_view text) const;

 private:
  mutable std::once_flag is_found_;
  mutable std::vector<std::size_t> starts_;
};

// A character of a line, to walk from: its column (from 1), and its offset in the line.
struct Milestone {
  std::uint32_t column = 1;
  std::size_t offset = 0;
};

// Where every so many columns of the long lines begin: a registry may be one line of JSON, and have a mistake in each
// of its columns. Found when it is first asked for.
class Milestones {
 public:
  static constexpr std::uint32_t kStride = 256;

  Milestones() = default;
  Milestones(const Milestones& /*of_a_copied_text*/) {}
  Milestones& operator=(const Milestones&) = delete;

  // Of those of a line, the last that is not behind a column: less than kStride before it if the line is that long. The
  // lines must be the same in every call. Safe in any thread.
  Milestone before(const SourceFile& source, std::uint32_t line, std::uint32_t column) const;

 private:
  mutable std::once_flag is_found_;
  mutable std::unordered_map<std::uint32_t, std::vector<std::size_t>> offsets_;  // by line, of the columns 1, 257, ...
};

// One source of a registry: a name to show ("registry/vms/web.yaml", "<stdin>") and its whole text.
// Values and diagnostics point into it, so it is shared and never changes.
struct SourceFile {
  std::string name;
  std::string text;  // UTF-8

  // The text of a line (1 = first) without its line break; empty behind the end.
  std::string_view line(std::uint32_t number) const;

  // Where to begin to walk to a column of a line (both from 1).
  Milestone milestone_before(std::uint32_t line_number, std::uint32_t column) const {
    return milestones.before(*this, line_number, column);
  }

  LineStarts line_starts = {};
  Milestones milestones = {};
};

// A stretch of a source. Lines and columns count from 1; columns count characters, as editors do.
// A place without a file ("nowhere") belongs to what no source wrote: defaults and computed values.
struct Place {
  std::shared_ptr<const SourceFile> file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t width = 0;  // characters on the first line; 0 marks a point

  bool is_known() const { return file != nullptr; }
  bool operator==(const Place&) const = default;
};

// "file:line:column", the form editors jump to. Requires a known place.
std::string to_string(const Place& place);

}  // namespace vmp
