#include "loader/configuration/network/network_overlaps.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <vector>

namespace vmp {

namespace {

struct Range {
  const NetworkConfiguration* network = nullptr;
  const NetworkAddress* address = nullptr;
  std::size_t order = 0;  // in the registry

  IpAddress first() const { return address->prefix.first(); }
  IpAddress last() const { return address->prefix.last(); }
};

// By node and first address, so that what overlaps a range stands behind it until one begins after its end.
std::vector<Range> sort_ranges(std::span<const NetworkConfiguration* const> networks) {
  std::vector<Range> ranges;
  for (const NetworkConfiguration* network : networks) {
    for (const NetworkAddress& address : network->addresses) ranges.push_back({network, &address, ranges.size()});
  }
  std::ranges::sort(ranges, [](const Range& one, const Range& other) {
    return std::forward_as_tuple(one.network->node.uri.value, one.first(), one.order) <
           std::forward_as_tuple(other.network->node.uri.value, other.first(), other.order);
  });
  return ranges;
}

Diagnostic overlap(const Range& first, const Range& second) {
  const auto show = [](const Range& range) {
    return fmt::format("{} of network \"{}\"", to_string(range.address->prefix), range.network->name.value);
  };
  return {.place = second.address->place,
          .message = fmt::format("{} and {} overlap on node \"{}\"", show(second), show(first),
                                 second.network->node.name.value),
          .notes = {{first.address->place, show(first)}}};
}

}  // namespace

Diagnostics find_network_overlaps(std::span<const NetworkConfiguration* const> networks) {
  Diagnostics mistakes;
  // Prefixes overlap only where one contains the other. So what overlaps a range is the one of those before it that
  // ends last, or lies inside of that.
  const Range* widest = nullptr;
  const std::vector<Range> ranges = sort_ranges(networks);
  for (const Range& range : ranges) {
    const bool is_same_node = widest != nullptr && widest->network->node.uri.value == range.network->node.uri.value;
    if (is_same_node && widest->network != range.network && widest->address->prefix.overlaps(range.address->prefix)) {
      mistakes.push_back(widest->order < range.order ? overlap(*widest, range) : overlap(range, *widest));
    }
    if (!is_same_node || widest->last() < range.last()) widest = &range;
  }
  return mistakes;
}

}  // namespace vmp
