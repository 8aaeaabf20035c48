#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// The anchors of a document, and the limits on what the aliases of a source may repeat.
class Anchors {
 public:
  // What has been read so far; a later state less an earlier one tells what an anchor holds.
  struct Extent {
    std::size_t values = 0;
    std::size_t bytes = 0;
    int deepest_level = 0;  // since the current value began
  };

  // A value begins inside `level` lists and maps. Returns the state to give to finish_value.
  Extent start_value(std::string_view anchor, int level);
  // A list or a map is itself a level. Raises Error below kMaxDepth.
  void reach_level(int level, const Place& place);
  void add_text(std::size_t bytes) { extent_.bytes += bytes; }
  // Remembers the value under its anchor, if it has one.
  void finish_value(std::string_view anchor, const Value& value, int level, const Extent& before);

  // The value of an alias. Raises Error for one that is unknown or inside its own anchor, and past a limit.
  Value repeat(std::string_view name, int level, const Place& place);

  // By aliases alone.
  const Extent& repeated() const { return repeated_; }

  // A new document begins: an anchor is known only in its own.
  void forget_names() { anchors_.clear(); }

 private:
  // No value while it is being read.
  struct Anchor {
    Value value;
    Extent extent;
    int levels = 0;  // of lists and maps
    bool is_complete = false;
  };

  Diagnostic unknown_alias(std::string_view name, const Place& place) const;

  std::unordered_map<std::string, Anchor> anchors_;
  Extent extent_;  // repeated values included
  Extent repeated_;
};

}  // namespace vmp
