#include <fmt/format.h>

#include <map>
#include <string>
#include <utility>

#include "loader/configuration/network/network_mistakes.h"
#include "loader/diagnostics/letter_case.h"

namespace vmp {

namespace {

class Conflicts {
 public:
  explicit Conflicts(const NetworkConfiguration& network) : network_(network) {}

  Diagnostics run() {
    for (const NetworkHost& host : network_.hosts) add(host);
    return std::move(mistakes_);
  }

 private:
  struct Owner {
    const NetworkHost* host = nullptr;
    Place place;
  };
  using Owners = std::map<std::string, Owner>;

  void add(const NetworkHost& host) {
    if (!host.name.value.empty()) claim_name(host.name, host);
    for (const Text& alias : host.aliases) claim_name(alias, host);
    if (host.mac) claim(macs_, host.mac->value, "the MAC address " + host.mac->value, host, host.mac->place);
    if (host.duid) claim(duids_, host.duid->value, "the DUID " + host.duid->value, host, host.duid->place);
    for (const PlacedAddress& each : host.addresses) {
      const std::string text = to_string(each.address);
      claim(addresses_, text, "the address " + text, host, each.place);
    }
  }

  void claim_name(const Text& name, const NetworkHost& host) {
    claim(names_, to_lower(name.value), fmt::format("the name \"{}\"", name.value), host, name.place);
  }

  void claim(Owners& owners, const std::string& key, const std::string& what, const NetworkHost& host,
             const Place& place) {
    const auto [found, is_first] = owners.emplace(key, Owner{&host, place});
    if (is_first) return;
    const NetworkHost& other = *found->second.host;
    const std::string& network = network_.name.value;
    const bool is_own = describe(host) == describe(other);
    const std::string message = is_own ? fmt::format("{} of network \"{}\" has {} twice", describe(host), network, what)
                                       : fmt::format("{} and {} of network \"{}\" both have {}", describe(host),
                                                     describe(other), network, what);
    mistakes_.push_back({.place = place,
                         .message = message,
                         .help = "",
                         .notes = {{found->second.place, fmt::format("{} of {}", what, describe(other))}}});
  }

  const NetworkConfiguration& network_;
  Owners names_;
  Owners macs_;
  Owners duids_;
  Owners addresses_;
  Diagnostics mistakes_;
};

}  // namespace

Diagnostics find_host_conflicts(const NetworkConfiguration& network) {
  return Conflicts(network).run();
}

}  // namespace vmp
