#include "loader/document/anchors.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "loader/diagnostics/suggestion.h"
#include "loader/diagnostics/utf8.h"
#include "loader/document/read_yaml.h"

namespace vmp {

Anchors::Extent Anchors::start_value(std::string_view anchor, int level) {
  const Extent before = extent_;
  ++extent_.values;
  extent_.deepest_level = level;
  if (!anchor.empty()) anchors_[std::string(anchor)] = {};
  return before;
}

void Anchors::reach_level(int level, const Place& place) {
  if (level > kMaxDepth) {
    throw Error(Diagnostic{.place = place, .message = fmt::format("nested deeper than {} levels", kMaxDepth)});
  }
  extent_.deepest_level = std::max(extent_.deepest_level, level);
}

void Anchors::finish_value(std::string_view anchor, const Value& value, int level, const Extent& before) {
  if (!anchor.empty()) {
    const Extent own = {extent_.values - before.values, extent_.bytes - before.bytes, 0};
    anchors_[std::string(anchor)] = {value, own, extent_.deepest_level - level, true};
  }
  extent_.deepest_level = std::max(extent_.deepest_level, before.deepest_level);
}

Value Anchors::repeat(std::string_view name, int level, const Place& place) {
  const auto found = anchors_.find(std::string(name));
  if (found == anchors_.end()) throw Error(unknown_alias(name, place));
  const Anchor& anchor = found->second;
  if (!anchor.is_complete) {
    throw Error(Diagnostic{.place = place, .message = fmt::format("alias \"*{}\" is inside its own anchor", name)});
  }
  reach_level(level + anchor.levels, place);
  for (Extent* extent : {&extent_, &repeated_}) {
    extent->values += anchor.extent.values;
    extent->bytes += anchor.extent.bytes;
  }
  if (repeated_.values > kMaxRepeatedValues) {
    throw Error(
        Diagnostic{.place = place, .message = fmt::format("aliases repeat more than {} values", kMaxRepeatedValues)});
  }
  if (repeated_.bytes > kMaxRepeatedBytes) {
    throw Error(Diagnostic{
        .place = place, .message = fmt::format("aliases repeat more than {} MiB of text", kMaxRepeatedBytes >> 20U)});
  }
  return anchor.value;
}

Diagnostic Anchors::unknown_alias(std::string_view name, const Place& place) const {
  std::vector<std::string> known;
  for (const auto& [anchor, value] : anchors_) known.push_back(anchor);
  std::ranges::sort(known);  // near matches must not depend on hash order
  std::string help = did_you_mean(name, known);
  if (help.empty()) {
    help = fmt::format(
        "An anchor is known only in its own document, below the place where it is set. A text that begins with \"*\" "
        "needs quotes: \"*{}\".",
        without_control_characters(name));
  }
  return {.place = place, .message = fmt::format("unknown alias \"*{}\"", name), .help = help};
}

}  // namespace vmp
