#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loader/addresses/ip_address.h"
#include "loader/warnings/cloud_init/cloud_init_data.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// Walks over a network-config of version 2: maps with `addresses`, `gateway4`, `gateway6` and `nameservers`.
class AddressChecker {
 public:
  void walk(const Value& value) {
    for (const Value& item : value.items()) walk(item);
    std::vector<IpPrefix> prefixes;
    for (const auto& [key, below] : value.entries()) {
      if (key.text() == "addresses") {
        for (const Value& item : below.items()) check_prefix(item, prefixes);
      } else if (key.text() == "nameservers") {
        if (const Value* servers = below.find("addresses")) check_servers(*servers);
      } else {
        walk(below);
      }
    }
    for (const std::string_view key : {"gateway4", "gateway6"}) {
      const Value* gateway = value.find(key);
      if (gateway != nullptr && gateway->is_scalar() && !gateway->is_null()) check_gateway(*gateway, prefixes);
    }
  }

  Diagnostics take_warnings() { return std::move(warnings_); }

 private:
  void tell(const Value& value, std::string_view complaint, std::string help = {}) {
    warnings_.push_back(
        warn(Warning::kBadAddress, value.place(), fmt::format("\"{}\" {}", value.text(), complaint), std::move(help)));
  }

  // An address alone, or as the key of its options.
  void check_prefix(const Value& item, std::vector<IpPrefix>& prefixes) {
    const Value& text = item.is_map() && !item.entries().empty() ? item.entries().front().key : item;
    if (const std::optional<IpPrefix> prefix = read_ip_prefix(text.text())) {
      prefixes.push_back(*prefix);
    } else if (read_ip_address(text.text())) {
      tell(text, "has no prefix length", fmt::format("Write \"{}/24\", say.", text.text()));
    } else {
      tell(text, "is no IP address with a prefix length", "One looks like 192.168.122.10/24 or fd00::10/64.");
    }
  }

  void check_servers(const Value& servers) {
    for (const Value& server : servers.items()) {
      if (!read_ip_address(server.text())) tell(server, "is no IP address");
    }
  }

  void check_gateway(const Value& gateway, const std::vector<IpPrefix>& prefixes) {
    const std::optional<IpAddress> address = read_ip_address(gateway.text());
    if (!address) {
      tell(gateway, "is no IP address");
      return;
    }
    const auto is_of_family = [&](const IpPrefix& prefix) { return prefix.address.family() == address->family(); };
    const auto holds = [&](const IpPrefix& prefix) { return prefix.contains(*address); };
    if (std::ranges::none_of(prefixes, is_of_family) || std::ranges::any_of(prefixes, holds)) return;
    tell(gateway, "is a gateway in none of the networks of the addresses beside it");
  }

  Diagnostics warnings_;
};

bool is_version_2(const Value& network) {
  const Value* version = network.find("version");
  return version != nullptr && version->text() == "2";
}

}  // namespace

// A warning for each IP address in a network-config of version 2, at its top or below "network", that is none, has no
// prefix length or is a gateway that nothing can reach.
Diagnostics find_bad_addresses(const ResolvedVm& vm) {
  const std::optional<CloudInit>& cloud_init = vm.configuration.cloud_init;
  const std::optional<Value> datum = cloud_init ? read_datum(cloud_init->network_config) : std::nullopt;
  if (!datum) return {};
  const Value* below = datum->find("network");
  const Value& network = below == nullptr ? *datum : *below;
  if (!is_version_2(network)) return {};
  AddressChecker checker;
  checker.walk(network);
  return checker.take_warnings();
}

}  // namespace vmp
