#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "loader/addresses/address_range.h"
#include "loader/configuration/network/network_mistakes.h"

namespace vmp {

namespace {

std::string name_family(const IpAddress& address) {
  return address.is_v4() ? "IPv4" : "IPv6";
}

class AddressChecks {
 public:
  explicit AddressChecks(const NetworkConfiguration& network) : network_(network) {}

  Diagnostics run() {
    check_overlaps();
    for (const NetworkAddress& address : network_.addresses) {
      check_prefix(address);
      if (address.dhcp) check_ranges(address);
    }
    check_dhcp_sections();
    for (const NetworkRoute& route : network_.routes) check_route(route);
    check_dns();
    return std::move(mistakes_);
  }

 private:
  void add(const Place& place, std::string message, std::string help = "", std::vector<Note> notes = {}) {
    mistakes_.push_back(
        {.place = place, .message = std::move(message), .help = std::move(help), .notes = std::move(notes)});
  }

  void check_overlaps() {
    for (std::size_t one = 0; one < network_.addresses.size(); ++one) {
      for (std::size_t other = 0; other < one; ++other) {
        const NetworkAddress& first = network_.addresses[other];
        const NetworkAddress& second = network_.addresses[one];
        if (!first.prefix.overlaps(second.prefix)) continue;
        add(second.place,
            fmt::format("network \"{}\" has {} and {}, which overlap", network_.name.value, to_string(first.prefix),
                        to_string(second.prefix)),
            "", {{first.place, fmt::format("{} is given here", to_string(first.prefix))}});
      }
    }
  }

  void check_prefix(const NetworkAddress& address) {
    if (address.prefix.address.is_v4() || address.prefix.length == 64) return;
    add(address.place,
        fmt::format("\"cidr\" {} of network \"{}\" must have a prefix of 64", to_string(address.prefix),
                    network_.name.value),
        "Guests make their addresses of IPv6 from one of 64 bits, and libvirt's DHCP wants it, too.");
  }

  void check_ranges(const NetworkAddress& address) {
    const std::vector<DhcpRange>& ranges = address.dhcp->ranges;
    for (std::size_t at = 0; at < ranges.size(); ++at) {
      check_range(address, ranges[at]);
      for (std::size_t before = 0; before < at; ++before) {
        const AddressRange range = as_range(ranges[at]);
        if (!range.overlaps(as_range(ranges[before]))) continue;
        add(ranges[at].first.place, fmt::format("range {} overlaps {}", show(ranges[at]), show(ranges[before])), "",
            {{ranges[before].first.place, fmt::format("{} is given here", show(ranges[before]))}});
      }
    }
  }

  void check_range(const NetworkAddress& address, const DhcpRange& range) {
    const IpPrefix& prefix = address.prefix;
    const Place& place = range.first.place;
    if (!prefix.contains(range.first.address) || !prefix.contains(range.last.address)) {
      add(place, fmt::format("range {} is not inside of {}", show(range), to_string(prefix)), "",
          {{address.place, fmt::format("{} is given here", to_string(prefix))}});
      return;
    }
    const std::array<std::pair<IpAddress, std::string>, 3> taken = {{
        {prefix.address, "the node's own address"},
        {prefix.first(), "the address of the network itself"},
        {prefix.address.is_v4() ? prefix.last() : prefix.first(), "the broadcast address"},
    }};
    for (const auto& [each, what] : taken) {
      if (!as_range(range).contains(each)) continue;
      add(place, fmt::format("range {} has {} in it, {}", show(range), to_string(each), what));
      return;
    }
  }

  void check_dhcp_sections() {
    const NetworkAddress* first_v4 = nullptr;
    const NetworkAddress* first_v6 = nullptr;
    for (const NetworkAddress& address : network_.addresses) {
      if (!address.dhcp) continue;
      const NetworkAddress*& first = address.prefix.address.is_v4() ? first_v4 : first_v6;
      if (first != nullptr) {
        add(address.dhcp->place,
            fmt::format("network \"{}\" has \"dhcp\" for two addresses of {}", network_.name.value,
                        name_family(address.prefix.address)),
            "libvirt has it once for each family.",
            {{first->place, fmt::format("{} has it, too", to_string(first->prefix))}});
      } else {
        first = &address;
      }
    }
  }

  void check_route(const NetworkRoute& route) {
    const IpAddress& via = route.via.address;
    if (via.family() != route.to.address.family()) {
      add(route.via.place,
          fmt::format("route to {} leads through {}, which is of another family", to_string(route.to), to_string(via)));
      return;
    }
    const NetworkAddress* address = find_network_address(network_, via);
    if (address == nullptr) {
      add(route.via.place,
          fmt::format("route to {} leads through {}, which is not on network \"{}\"", to_string(route.to),
                      to_string(via), network_.name.value),
          network_.addresses.empty() ? "The network has no addresses."
                                     : fmt::format("The network is {}.", list_prefixes(network_)));
    } else if (address->prefix.address == via) {
      add(route.via.place,
          fmt::format("route to {} leads through {}, the node itself", to_string(route.to), to_string(via)));
    }
    for (const NetworkAddress& each : network_.addresses) {
      if (!each.prefix.overlaps(route.to)) continue;
      add(route.place, fmt::format("route to {} leads away from {}, which is the network itself", to_string(route.to),
                                   to_string(each.prefix)));
    }
  }

  void check_dns() {
    for (const DnsForwarder& forwarder : network_.dns.forwarders) {
      if (forwarder.domain || forwarder.address) continue;
      add(forwarder.place, fmt::format("network \"{}\" has a forwarder of nothing", network_.name.value),
          "It needs an \"address\", a \"domain\" or both.");
    }
  }

  static AddressRange as_range(const DhcpRange& range) { return {range.first.address, range.last.address}; }
  static std::string show(const DhcpRange& range) {
    return to_string(range.first.address) + "-" + to_string(range.last.address);
  }

  const NetworkConfiguration& network_;
  Diagnostics mistakes_;
};

}  // namespace

Diagnostics find_address_mistakes(const NetworkConfiguration& configuration) {
  return AddressChecks(configuration).run();
}

}  // namespace vmp
