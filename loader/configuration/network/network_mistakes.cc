#include "loader/configuration/network/network_mistakes.h"

#include <fmt/format.h>

#include <algorithm>

namespace vmp {

Diagnostics find_network_mistakes(const NetworkConfiguration& configuration, const Value& network) {
  Diagnostics mistakes = find_mode_mistakes(configuration, network);
  append(mistakes, find_address_mistakes(configuration));
  for (const NetworkHost& host : configuration.hosts) append(mistakes, find_mistakes_of_host(configuration, host));
  append(mistakes, find_host_conflicts(configuration));
  return mistakes;
}

const NetworkAddress* find_network_address(const NetworkConfiguration& network, const IpAddress& address) {
  const auto found = std::ranges::find_if(network.addresses,
                                          [&](const NetworkAddress& each) { return each.prefix.contains(address); });
  return found == network.addresses.end() ? nullptr : &*found;
}

const DhcpRange* find_range(const NetworkConfiguration& network, const IpAddress& address) {
  const NetworkAddress* own = find_network_address(network, address);
  if (own == nullptr || !own->dhcp) return nullptr;
  const auto found = std::ranges::find_if(own->dhcp->ranges, [&](const DhcpRange& range) {
    return range.first.address <= address && address <= range.last.address;
  });
  return found == own->dhcp->ranges.end() ? nullptr : &*found;
}

std::string list_prefixes(const NetworkConfiguration& network) {
  std::string list;
  for (const NetworkAddress& each : network.addresses) {
    list += fmt::format("{}{}", list.empty() ? "" : " and ", to_string(each.prefix));
  }
  return list;
}

}  // namespace vmp
