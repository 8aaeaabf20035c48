#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace vmp {

// One source of a registry: a name to show ("registry/vms/web.yaml", "<stdin>") and its whole text.
// Values and diagnostics point into it, so it is shared and never changes.
struct SourceFile {
  std::string name;
  std::string text;  // UTF-8

  // The text of a line (1 = first) without its line break; empty behind the end.
  std::string_view line(std::uint32_t number) const;
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
