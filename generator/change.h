#pragma once

#include <functional>
#include <string>

namespace vmp {

struct Change {
  enum class Kind { kGenerated, kRemoved };

  Kind kind = Kind::kGenerated;
  std::string path;        // relative to the base directory
  std::string patch = {};  // Effect::kDiff: what `git diff` prints of it

  bool operator==(const Change&) const = default;
};

enum class Effect {
  kWrite,
  kCheck,  // only say what kWrite would do, apart from making files private
  kDiff,   // the same, and the lines that differ
};

// Called before somebody else is waited for, who may take long.
using TellOfWait = std::function<void()>;
inline void ignore_wait() {}

}  // namespace vmp
