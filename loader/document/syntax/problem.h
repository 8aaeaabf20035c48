#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "loader/diagnostics/source_file.h"

namespace vmp {

// A scalar that was read before a problem.
struct ReadText {
  Place start;
  Place end;  // behind its last character
  bool is_plain = false;
  bool is_block = false;  // "|" or ">"
};

// A list or a map that its indentation holds together.
struct ReadBlock {
  Place start;  // of its first item or key
  bool is_list = false;
};

// What was read before a problem.
struct ReadBefore {
  std::optional<ReadText> text;  // the last one
  Place end;                     // of the last token
  bool is_document_ended = false;
  int brackets = 0;               // that are open
  std::vector<ReadBlock> blocks;  // the outermost first: those that are open, and those that the problem's line closed
};

// What libyaml says of a source that it cannot go on with, in its words.
struct SyntaxProblem {
  std::string_view what;
  std::string_view context = {};
  Place place = {};  // where it was noticed
  Place began = {};  // where the context begins; unknown without one
  ReadBefore before = {};
};

}  // namespace vmp
