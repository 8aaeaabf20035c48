#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// Finds the comments that allow warnings. Searches each source once, be it one line with thousands of warnings.
class AllowComments {
 public:
  // Whether one allows a warning: "# vmp: allow NAME, NAME" behind the line that the warning is about, or on the line
  // above it with nothing else there. False for errors.
  bool allow(const Diagnostic& diagnostic);

 private:
  // The part of a line of the source from such a comment on, or "".
  std::string_view find_in(const SourceFile& source, std::string_view line);

  std::unordered_map<const SourceFile*, std::vector<std::size_t>> offsets_;  // of the comments
};

}  // namespace vmp
