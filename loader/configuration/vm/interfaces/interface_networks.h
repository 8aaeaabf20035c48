#pragma once

#include <optional>
#include <span>
#include <vector>

#include "loader/configuration/network/networks.h"
#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/work/profile.h"

namespace vmp {

// The network of the registry that each of a VM's interfaces is on, or nullptr. Adds a mistake for a network of another
// node, and for one that the registry has not but nearly. Raises Error with the mistakes of a network (Networks::find).
std::vector<const NetworkConfiguration*> find_interface_networks(const VmConfiguration& vm, const Networks& networks,
                                                                 Stopwatch& watch, Diagnostics& mistakes);

// Fills in what an interface gets from its network.
void take_from_network(Interface& interface, const NetworkConfiguration& network);

// Whether a network knows its hosts' addresses: it has some of its own. Others are switches.
bool keeps_addresses(const NetworkConfiguration& network);

// What an interface is to the network of the registry that it is on; nothing where it has no address, or the network
// neither keeps an address nor a name for it.
std::optional<NetworkHost> describe_as_host(const VmConfiguration& vm, const Interface& interface,
                                            const NetworkConfiguration& network);

}  // namespace vmp
