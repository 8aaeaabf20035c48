#pragma once

#include "loader/configuration/network/network_configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// Where the parts of one network do not fit together, which libvirt would take without a word: keys that its mode does
// not have, addresses outside of it, two hosts with one address. `network` is the entry that the configuration was read
// from.
Diagnostics find_network_mistakes(const NetworkConfiguration& configuration, const Value& network);

// Those of keys, and of addresses and routes.
Diagnostics find_mode_mistakes(const NetworkConfiguration& configuration, const Value& network);
Diagnostics find_address_mistakes(const NetworkConfiguration& configuration);

// What of one host alone does not fit the network: that of its own, or one that is yet to be.
Diagnostics find_mistakes_of_host(const NetworkConfiguration& network, const NetworkHost& host);
// What two hosts of the network have and only one can.
Diagnostics find_host_conflicts(const NetworkConfiguration& network);

// `host "printer"`, `VM "web"`.
std::string describe(const NetworkHost& host);

// The entry of `addresses` that an address is in, or nullptr.
const NetworkAddress* find_network_address(const NetworkConfiguration& network, const IpAddress& address);

// The range of DHCP that an address is in, or nullptr.
const DhcpRange* find_range(const NetworkConfiguration& network, const IpAddress& address);

// "10.0.0.1/24 and fd00::1/64": for help.
std::string list_prefixes(const NetworkConfiguration& network);

}  // namespace vmp
