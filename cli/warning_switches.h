#pragma once

#include <set>
#include <string>
#include <vector>

#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// Which warnings are told, and whether they count as errors.
class WarningSwitches {
 public:
  // As the values of --allow and --werror say: "" makes errors of all but those that have to be named. Raises Error for
  // a name that no warning has.
  void set(const std::vector<std::string>& allowed, const std::vector<std::string>& errors);

  void allow(const std::set<Warning>& warnings) { allowed_.insert(warnings.begin(), warnings.end()); }

  // Without the warnings that are allowed here or by a comment at their place; the others are errors if that is
  // what they count as.
  Diagnostics apply(const Diagnostics& diagnostics) const;

 private:
  bool is_error(Warning warning) const;

  std::set<Warning> allowed_;
  std::set<Warning> errors_;
  bool are_all_errors_ = false;  // but for those that have to be named
};

}  // namespace vmp
