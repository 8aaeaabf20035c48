#pragma once

#include <set>
#include <string>
#include <vector>

#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// Which warnings are told, and whether they count as errors.
class WarningSwitches {
 public:
  // As --allow and --werror say. Raises Error for a name that no warning has.
  void set(const std::vector<std::string>& allowed, bool are_errors);

  void allow(const std::set<Warning>& warnings) { allowed_.insert(warnings.begin(), warnings.end()); }

  // Without the warnings that are allowed here or by a comment at their place; the others are errors if that is
  // what they count as.
  Diagnostics apply(const Diagnostics& diagnostics) const;

 private:
  std::set<Warning> allowed_;
  bool are_errors_ = false;
};

}  // namespace vmp
