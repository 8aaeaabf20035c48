#include "loader/configuration/network/network_mistakes.h"

#include <fmt/format.h>

#include <algorithm>

namespace vmp {

Diagnostics find_network_mistakes(const NetworkConfiguration& configuration, const Value& network) {
  Diagnostics mistakes = find_mode_mistakes(configuration, network);
  append(mistakes, find_address_mistakes(configuration));
  append(mistakes, find_host_mistakes(configuration));
  return mistakes;
}

const NetworkAddress* find_network_address(const NetworkConfiguration& network, const IpAddress& address) {
  const auto found = std::ranges::find_if(network.addresses,
                                          [&](const NetworkAddress& each) { return each.prefix.contains(address); });
  return found == network.addresses.end() ? nullptr : &*found;
}

std::string list_prefixes(const NetworkConfiguration& network) {
  std::string list;
  for (const NetworkAddress& each : network.addresses) {
    list += fmt::format("{}{}", list.empty() ? "" : " and ", to_string(each.prefix));
  }
  return list;
}

}  // namespace vmp
