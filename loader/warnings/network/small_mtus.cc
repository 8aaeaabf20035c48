#include <fmt/format.h>

#include <algorithm>

#include "loader/warnings/finders.h"

namespace vmp {

// A warning for a network with IPv6 whose packets are smaller than IPv6 needs (RFC 8200, section 5): Linux has no IPv6
// on it.
Diagnostics find_small_mtus(const NetworkConfiguration& network) {
  constexpr int kLeast = 1280;
  const auto v6 =
      std::ranges::find_if(network.addresses, [](const NetworkAddress& each) { return !each.prefix.address.is_v4(); });
  if (!network.mtu || *network.mtu >= kLeast || v6 == network.addresses.end()) return {};
  return {warn(
      Warning::kSmallMtu, v6->place,
      fmt::format("network \"{}\" has an mtu of {}, and IPv6 needs {}", network.name.value, *network.mtu, kLeast))};
}

}  // namespace vmp
