#include <fmt/format.h>

#include "loader/diagnostics/letter_case.h"
#include "loader/warnings/finders.h"

namespace vmp {

// A warning for a domain below "local", which hosts ask each other for by multicast (RFC 6762) and no DNS server.
Diagnostics find_mdns_domains(const NetworkConfiguration& network) {
  if (!network.domain) return {};
  const std::string name = to_lower(network.domain->name.value);
  if (name != "local" && !name.ends_with(".local")) return {};
  return {warn(Warning::kMdnsDomain, network.domain->name.place,
               fmt::format("domain \"{}\" is one of multicast DNS: many hosts do not ask the network's server for it",
                           network.domain->name.value),
               "\"home.arpa\" and \"internal\" are free for such networks.")};
}

}  // namespace vmp
