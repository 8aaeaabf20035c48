#include <fmt/format.h>

#include "loader/warnings/finders.h"

namespace vmp {

// A warning for each line of dnsmasq's own configuration: with it, dnsmasq runs commands and reads files of the node.
Diagnostics find_dnsmasq_options(const NetworkConfiguration& network) {
  Diagnostics warnings;
  for (const Text& option : network.dnsmasq_options) {
    warnings.push_back(warn(Warning::kDnsmasqOption, option.place,
                            fmt::format("dnsmasq of network \"{}\" gets this line unchecked", network.name.value),
                            "It is code: it can run commands on the node, and a bad one keeps the network from "
                            "starting."));
  }
  return warnings;
}

}  // namespace vmp
