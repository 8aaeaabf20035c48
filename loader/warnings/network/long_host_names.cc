#include <fmt/format.h>

#include "loader/warnings/finders.h"

namespace vmp {

// A warning for each host whose name with the network's domain is longer than a host name of Linux may be.
Diagnostics find_long_host_names(const NetworkConfiguration& network) {
  constexpr std::size_t kMost = 64;  // HOST_NAME_MAX
  Diagnostics warnings;
  if (!network.domain) return warnings;
  for (const NetworkHost& host : network.hosts) {
    const std::string name = fmt::format("{}.{}", host.name.value, network.domain->name.value);
    if (host.name.value.empty() || name.size() <= kMost) continue;
    warnings.push_back(
        warn(Warning::kLongHostName, host.name.place,
             fmt::format("the name \"{}\" has {} bytes, which no host of Linux can have", name, name.size()),
             fmt::format("Linux takes {}. Shorten the name or the domain.", kMost)));
  }
  return warnings;
}

}  // namespace vmp
