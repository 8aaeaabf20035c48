#pragma once

#include <string_view>

#include "provisioners/impact/fact.h"
#include "provisioners/impact/impact.h"

namespace vmp::impact {

// One difference between two generations of a directory.
struct Difference {
  const Fact* before = nullptr;  // nothing where it is new
  const Fact* after = nullptr;   // nothing where it is gone
  std::string_view part;         // which differs; empty where all of it is new or gone
  const Facts& all_before;
  const Facts& all_after;
  bool is_live = false;  // `up` changes guests that run
};

struct Verdict {
  Impact impact = Impact::kNext;
  std::string_view note;
};

// What a difference does, by the table in rules.cc.
Verdict judge(const Difference& difference);

// Whether the table speaks of facts of that type.
bool has_rule(std::string_view type);

}  // namespace vmp::impact
