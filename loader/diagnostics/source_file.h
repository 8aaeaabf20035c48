#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace vmp {

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

// One source of a registry: a name to show ("registry/vms/web.yaml", "<stdin>") and its whole text.
// Values and diagnostics point into it, so it is shared and never changes.
struct SourceFile {
  std::string name;
  std::string text;  // UTF-8

  // The text of a line (1 = first) without its line break; empty behind the end.
  std::string_view line(std::uint32_t number) const;

  LineStarts line_starts = {};
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
