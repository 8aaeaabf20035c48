#include <fmt/format.h>

#include "loader/configuration/network/network_mistakes.h"
#include "loader/warnings/finders.h"

namespace vmp {

// A warning for each address that DHCP keeps for a host and that is in a range: dnsmasq gives it to nobody else, but
// who has it already keeps it for a lease.
Diagnostics find_addresses_in_ranges(const NetworkConfiguration& network) {
  Diagnostics warnings;
  for (const NetworkHost& host : network.hosts) {
    if (!host.mac && !host.duid) continue;
    for (const PlacedAddress& address : host.addresses) {
      const DhcpRange* range = find_range(network, address.address);
      if (range == nullptr) continue;
      Diagnostic warning =
          warn(Warning::kAddressInRange, address.place,
               fmt::format("address {} of {} is in a range of network \"{}\": who has it by DHCP keeps "
                           "it for a lease",
                           to_string(address.address), describe(host), network.name.value),
               "Take one outside of the range.");
      warning.notes.push_back({range->first.place, "the range"});
      warnings.push_back(std::move(warning));
    }
  }
  return warnings;
}

}  // namespace vmp
