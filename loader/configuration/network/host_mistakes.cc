#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "loader/configuration/network/network_mistakes.h"
#include "loader/diagnostics/letter_case.h"

namespace vmp {

namespace {

std::string describe(const NetworkHost& host) {
  return host.owner.empty() ? fmt::format("host \"{}\"", host.name.value) : host.owner;
}

bool is_reserved(const NetworkHost& host) {
  return host.mac || host.duid;
}

class HostChecks {
 public:
  explicit HostChecks(const NetworkConfiguration& network) : network_(network) {}

  Diagnostics run() {
    for (const NetworkHost& host : network_.hosts) {
      check_host(host);
      for (const PlacedAddress& address : host.addresses) check_address(host, address);
    }
    return std::move(mistakes_);
  }

 private:
  struct Owner {
    const NetworkHost* host = nullptr;
    Place place;
  };
  using Owners = std::map<std::string, Owner>;

  void add(const Place& place, std::string message, std::string help = "", std::vector<Note> notes = {}) {
    mistakes_.push_back(
        {.place = place, .message = std::move(message), .help = std::move(help), .notes = std::move(notes)});
  }

  // Something that only one host of the network can have.
  void claim(Owners& owners, const std::string& key, const std::string& what, const NetworkHost& host,
             const Place& place) {
    const auto [found, is_first] = owners.emplace(key, Owner{&host, place});
    if (is_first) return;
    const NetworkHost& other = *found->second.host;
    const std::string message =
        &other == &host ? fmt::format("{} of network \"{}\" has {} twice", describe(host), network_.name.value, what)
                        : fmt::format("{} and {} of network \"{}\" both have {}", describe(host), describe(other),
                                      network_.name.value, what);
    add(place, message, "", {{found->second.place, fmt::format("{} of {}", what, describe(other))}});
  }

  void check_host(const NetworkHost& host) {
    claim(names_, to_lower(host.name.value), fmt::format("the name \"{}\"", host.name.value), host, host.name.place);
    for (const Text& alias : host.aliases) {
      claim(names_, to_lower(alias.value), fmt::format("the name \"{}\"", alias.value), host, alias.place);
    }
    if (host.mac) claim(macs_, host.mac->value, "the MAC address " + host.mac->value, host, host.mac->place);
    if (host.duid) claim(duids_, host.duid->value, "the DUID " + host.duid->value, host, host.duid->place);
    if (host.mac && network_.mac && host.mac->value == network_.mac->value) {
      add(host.mac->place, fmt::format("{} of network \"{}\" has the node's own MAC address {}", describe(host),
                                       network_.name.value, host.mac->value));
    }
    if (host.addresses.empty()) {
      add(host.name.place, fmt::format("{} of network \"{}\" has no addresses", describe(host), network_.name.value));
    }
    check_families(host);
  }

  void check_families(const NetworkHost& host) {
    for (const auto family : {IpAddress::Family::kV4, IpAddress::Family::kV6}) {
      std::vector<PlacedAddress> addresses;
      std::ranges::copy_if(host.addresses, std::back_inserter(addresses),
                           [&](const PlacedAddress& each) { return each.address.family() == family; });
      if (is_reserved(host) && addresses.size() > 1) {
        add(addresses[1].place,
            fmt::format("{} of network \"{}\" has two addresses of one family", describe(host), network_.name.value),
            "DHCP gives a host one of each.");
      }
      if (host.duid && family == IpAddress::Family::kV6 && addresses.empty()) {
        add(host.duid->place,
            fmt::format("{} of network \"{}\" has a DUID and no address of IPv6", describe(host), network_.name.value));
      }
    }
  }

  void check_address(const NetworkHost& host, const PlacedAddress& placed) {
    const std::string text = to_string(placed.address);
    const auto refuse = [&](std::string_view what, std::string help = "") {
      add(placed.place, fmt::format("address {} of {} {} \"{}\"", text, describe(host), what, network_.name.value),
          std::move(help));
    };
    claim(addresses_, text, "the address " + text, host, placed.place);
    const NetworkAddress* address = find_network_address(network_, placed.address);
    if (address == nullptr) {
      refuse("is not on network", network_.addresses.empty() ? "The network has no addresses."
                                                             : fmt::format("It is {}.", list_prefixes(network_)));
    } else if (placed.address == address->prefix.first()) {
      refuse("is the address of the network itself,");
    } else if (placed.address.is_v4() && placed.address == address->prefix.last()) {
      refuse("is the broadcast address of network");
    } else if (placed.address == address->prefix.address && is_reserved(host)) {
      refuse("is the node's own on network");
    } else if (is_reserved(host) && !address->dhcp) {
      refuse("cannot be kept by DHCP of network",
             fmt::format("Add \"dhcp: {{}}\" to its address {}.", to_string(address->prefix)));
    }
  }

  const NetworkConfiguration& network_;
  Owners names_;
  Owners macs_;
  Owners duids_;
  Owners addresses_;
  Diagnostics mistakes_;
};

}  // namespace

Diagnostics find_host_mistakes(const NetworkConfiguration& configuration) {
  return HostChecks(configuration).run();
}

}  // namespace vmp
