#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "loader/configuration/network/network_mistakes.h"

namespace vmp {

namespace {

bool is_reserved(const NetworkHost& host) {
  return host.mac || host.duid;
}

class HostChecks {
 public:
  HostChecks(const NetworkConfiguration& network, const NetworkHost& host) : network_(network), host_(host) {}

  Diagnostics run() {
    if (host_.mac && network_.mac && host_.mac->value == network_.mac->value) {
      add(host_.mac->place, fmt::format("{} has the node's own MAC address {}", label(), host_.mac->value));
    }
    if (host_.addresses.empty()) add(host_.name.place, fmt::format("{} has no addresses", label()));
    for (const auto family : {IpAddress::Family::kV4, IpAddress::Family::kV6}) check_family(family);
    for (const PlacedAddress& address : host_.addresses) check_address(address);
    return std::move(mistakes_);
  }

 private:
  std::string label() const { return fmt::format("{} of network \"{}\"", describe(host_), network_.name.value); }

  void add(const Place& place, std::string message, std::string help = "") {
    mistakes_.push_back({.place = place, .message = std::move(message), .help = std::move(help)});
  }

  void check_family(IpAddress::Family family) {
    std::vector<PlacedAddress> addresses;
    std::ranges::copy_if(host_.addresses, std::back_inserter(addresses),
                         [&](const PlacedAddress& each) { return each.address.family() == family; });
    if (is_reserved(host_) && addresses.size() > 1) {
      add(addresses[1].place, fmt::format("{} has two addresses of one family", label()),
          "DHCP gives a host one of each.");
    }
    if (host_.duid && family == IpAddress::Family::kV6 && addresses.empty()) {
      add(host_.duid->place, fmt::format("{} has a DUID and no address of IPv6", label()));
    }
  }

  void check_address(const PlacedAddress& placed) {
    const auto refuse = [&](std::string_view what, std::string help = "") {
      add(placed.place,
          fmt::format("address {} of {} {} \"{}\"", to_string(placed.address), describe(host_), what,
                      network_.name.value),
          std::move(help));
    };
    const NetworkAddress* address = find_network_address(network_, placed.address);
    if (address == nullptr) {
      refuse("is not on network", network_.addresses.empty() ? "The network has no addresses."
                                                             : fmt::format("It is {}.", list_prefixes(network_)));
    } else if (placed.address == address->prefix.first()) {
      refuse("is the address of the network itself,");
    } else if (placed.address.is_v4() && placed.address == address->prefix.last()) {
      refuse("is the broadcast address of network");
    } else if (placed.address == address->prefix.address && (is_reserved(host_) || !host_.owner.empty())) {
      refuse("is the node's own on network");
    } else if (is_reserved(host_) && !address->dhcp) {
      refuse("cannot be kept by DHCP of network",
             fmt::format("Add \"dhcp: {{}}\" to its address {}{}.", to_string(address->prefix),
                         host_.owner.empty() ? "" : ", or write \"via: static\""));
    }
  }

  const NetworkConfiguration& network_;
  const NetworkHost& host_;
  Diagnostics mistakes_;
};

}  // namespace

std::string describe(const NetworkHost& host) {
  return host.owner.empty() ? fmt::format("host \"{}\"", host.name.value) : host.owner;
}

Diagnostics find_mistakes_of_host(const NetworkConfiguration& network, const NetworkHost& host) {
  return HostChecks(network, host).run();
}

}  // namespace vmp
