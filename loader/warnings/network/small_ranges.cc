#include <fmt/format.h>

#include <cstddef>
#include <optional>

#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// How many addresses a range has, up to a number that is enough.
std::size_t count_addresses(const DhcpRange& range, std::size_t enough) {
  std::size_t count = 1;
  for (std::optional<IpAddress> each = range.first.address; count < enough && *each != range.last.address; ++count) {
    each = each->next();
  }
  return count;
}

}  // namespace

// A warning for an address whose ranges have fewer addresses than there are VMs that ask DHCP for one.
Diagnostics find_small_ranges(const NetworkConfiguration& network) {
  Diagnostics warnings;
  for (const NetworkAddress& address : network.addresses) {
    if (!address.dhcp || !address.prefix.address.is_v4()) continue;
    std::size_t count = 0;
    for (const DhcpRange& range : address.dhcp->ranges) count += count_addresses(range, network.dynamic_guests);
    if (count >= network.dynamic_guests) continue;
    warnings.push_back(warn(Warning::kSmallRange, address.dhcp->place,
                            fmt::format("DHCP of network \"{}\" has {} addresses for {} VMs without one of their own",
                                        network.name.value, count, network.dynamic_guests),
                            "Give it a larger range."));
  }
  return warnings;
}

}  // namespace vmp
