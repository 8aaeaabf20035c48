#include <fmt/format.h>

#include <string_view>

#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// A look at the last characters, groups aside: enough for what people write.
bool is_open(std::string_view pattern) {
  while (pattern.ends_with(')') && !pattern.ends_with("\\)")) pattern.remove_suffix(1);
  const bool is_end = pattern.ends_with("\\z") || (pattern.ends_with('$') && !pattern.ends_with("\\$"));
  const bool takes_all = pattern.ends_with(".*") || pattern.ends_with(".+");
  return !is_end && !takes_all;
}

}  // namespace

// A warning for each pattern of a tag that takes more than its author may think: it matches from the start
// of a tag, and where it does not end with "$", whatever may follow.
Diagnostics find_open_patterns(const ResolvedRegistry& resolved) {
  Diagnostics warnings;
  for (const Value& image : resolved.registry.images().entries()) {
    const Value* tags = image.find("tags");
    if (tags == nullptr) continue;
    for (const Value& tag : tags->items()) {
      const Value* pattern = tag.find("pattern");
      if (pattern == nullptr || !is_open(pattern->text())) continue;
      warnings.push_back(warn(Warning::kOpenPattern, pattern->place(),
                              fmt::format("pattern \"{}\" also matches longer tags", pattern->text()),
                              "End it with \"$\" to match whole tags only."));
    }
  }
  return warnings;
}

}  // namespace vmp
