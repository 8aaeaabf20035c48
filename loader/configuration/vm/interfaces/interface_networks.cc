#include "loader/configuration/vm/interfaces/interface_networks.h"

#include <fmt/format.h>

#include <algorithm>

#include "loader/configuration/network/network_mistakes.h"
#include "loader/diagnostics/suggestion.h"

namespace vmp {

namespace {

bool routes(NetworkMode mode) {
  return mode == NetworkMode::kNat || mode == NetworkMode::kRoute || mode == NetworkMode::kOpen;
}

Diagnostic on_other_node(const Text& name, const NetworkConfiguration& network, const VmConfiguration& vm) {
  return {.place = name.place,
          .message = fmt::format("network \"{}\" is on node \"{}\", VM \"{}\" on node \"{}\"", name.value,
                                 network.node.name.value, vm.name.value, vm.node.name.value),
          .help = "",
          .notes = {{network.name.place, fmt::format("network \"{}\" is defined here", name.value)}}};
}

// A network of the node's own may have any name, but one that is nearly another's is most likely that one misspelt.
std::optional<Diagnostic> find_misspelling(const Text& name, const Networks& networks) {
  const std::vector<std::string> names = networks.names();
  const std::string near = names.size() > kMostCandidates ? "" : nearest_name(name.value, names);
  if (near.empty()) return std::nullopt;
  return Diagnostic{.place = name.place,
                    .message = fmt::format("network \"{}\" is not defined", name.value),
                    .help = fmt::format("Did you mean \"{}\"? If the node has one of this name, describe it under "
                                        "\"networks\", without a provisioner.",
                                        near)};
}

// Asks DHCP for addresses of the families that the network has it for.
void ask_for_addresses(Interface& interface, const NetworkConfiguration& network) {
  const auto has_dhcp = [&](bool is_v4) {
    return std::ranges::any_of(network.addresses, [&](const NetworkAddress& each) {
      return each.dhcp.has_value() && each.prefix.address.is_v4() == is_v4;
    });
  };
  interface.asks_dhcp4 = !interface.is_static && (has_dhcp(true) || !keeps_addresses(network));
  interface.asks_dhcp6 = !interface.is_static && has_dhcp(false);
}

}  // namespace

std::vector<const NetworkConfiguration*> find_interface_networks(const VmConfiguration& vm, const Networks& networks,
                                                                 Stopwatch& watch, Diagnostics& mistakes) {
  std::vector<const NetworkConfiguration*> found;
  for (const Interface& interface : vm.interfaces) {
    found.push_back(nullptr);
    const auto* source = std::get_if<InterfaceNetwork>(&interface.source);
    if (source == nullptr) continue;
    const ResolvedNetwork* network = networks.find(source->name.value, watch);
    if (network == nullptr) {
      if (const auto misspelling = find_misspelling(source->name, networks)) mistakes.push_back(*misspelling);
    } else if (network->configuration.node.uri.value != vm.node.uri.value) {
      mistakes.push_back(on_other_node(source->name, network->configuration, vm));
    } else {
      found.back() = &network->configuration;
    }
  }
  return found;
}

void take_from_network(Interface& interface, const NetworkConfiguration& network) {
  interface.is_in_registry = true;
  interface.has_network_directory = network.provisioner.has_value();
  interface.is_routed = routes(network.mode);
  if (network.domain) interface.domain = network.domain->name;
  for (InterfaceAddress& address : interface.addresses) {
    const NetworkAddress* own = find_network_address(network, address.address);
    if (own == nullptr) continue;
    if (!address.prefix) address.prefix = own->prefix.length;
    if (routes(network.mode)) address.gateway = own->prefix.address;
    address.is_reserved = !interface.is_static && own->dhcp.has_value();
  }
  for (const NetworkAddress& own : network.addresses) {
    if (network.dns.enabled) interface.dns.push_back(own.prefix.address);
  }
  ask_for_addresses(interface, network);
}

bool keeps_addresses(const NetworkConfiguration& network) {
  return !network.addresses.empty();
}

std::optional<NetworkHost> describe_as_host(const VmConfiguration& vm, const Interface& interface,
                                            const NetworkConfiguration& network) {
  if (!keeps_addresses(network) || interface.addresses.empty()) return std::nullopt;
  if (interface.is_static && !interface.is_registered) return std::nullopt;
  NetworkHost host = {.name = interface.hostname,
                      .aliases = interface.aliases,
                      .addresses = {},
                      .mac = std::nullopt,
                      .duid = std::nullopt,
                      .owner = fmt::format("VM \"{}\"", vm.name.value)};
  if (!interface.is_registered) {
    host.name = {"", interface.place};
    host.aliases.clear();
  }
  if (!interface.is_static) {
    host.mac = interface.mac;
    host.duid = interface.duid;
  }
  for (const InterfaceAddress& each : interface.addresses) host.addresses.push_back({each.address, each.place});
  return host;
}

}  // namespace vmp
