#include <optional>
#include <string_view>

#include "loader/warnings/cloud_init/address_checker.h"
#include "loader/warnings/cloud_init/cloud_init_data.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

using Family = IpAddress::Family;

const List& items_of(const Value& map, std::string_view key) {
  static const List kNone;
  const Value* list = map.find(key);
  return list == nullptr ? kNone : list->items();
}

bool is_on(const Value* flag) {
  return flag != nullptr && !flag->is_null() && !(flag->is_flag() && !flag->flag());
}

// An address alone, or as the key of its options.
const Value& address_of(const Value& item) {
  return item.is_map() && !item.entries().empty() ? item.entries().front().key : item;
}

// Version 2, as netplan has it: anything with addresses, gateways or routes is an interface.
void check_interface(const Value& interface, AddressChecker& checker) {
  checker.begin_interface();
  if (is_on(interface.find("dhcp4"))) checker.add_unknown_networks(Family::kV4);
  if (is_on(interface.find("dhcp6")) || is_on(interface.find("accept-ra"))) checker.add_unknown_networks(Family::kV6);
  for (const Value& item : items_of(interface, "addresses")) checker.add_prefix(address_of(item));
  for (const std::string_view key : {"gateway4", "gateway6"}) {
    if (const Value* gateway = interface.find(key)) checker.check_gateway(*gateway);
  }
  for (const Value& route : items_of(interface, "routes")) {
    if (const Value* to = route.find("to")) checker.check_destination(*to);
    const Value* via = route.find("via");
    if (via == nullptr) continue;
    if (is_on(route.find("on-link"))) {
      checker.check_address(*via);
    } else {
      checker.check_gateway(*via);
    }
  }
}

void walk_interfaces(const Value& value, AddressChecker& checker) {
  check_interface(value, checker);
  for (const auto& [key, below] : value.entries()) {
    if (key.text() == "nameservers") {
      checker.check_addresses(below.find("addresses"));
    } else {
      walk_interfaces(below, checker);
    }
  }
}

// Version 1.
void check_route(const Value& route, AddressChecker& checker) {
  for (const std::string_view key : {"destination", "network"}) {
    if (const Value* destination = route.find(key)) checker.check_destination(*destination);
  }
  if (const Value* gateway = route.find("gateway")) checker.check_address(*gateway);
}

void check_subnets(const List& subnets, AddressChecker& checker) {
  checker.begin_interface();
  for (const Value& subnet : subnets) {
    if (const Value* address = subnet.find("address")) checker.add_address(*address, subnet.find("netmask"));
  }
  for (const Value& subnet : subnets) {
    if (const Value* gateway = subnet.find("gateway")) checker.check_gateway(*gateway);
    for (const Value& route : items_of(subnet, "routes")) check_route(route, checker);
    for (const Value& server : items_of(subnet, "dns_nameservers")) checker.check_address(server);
  }
}

void check_devices(const Value& network, AddressChecker& checker) {
  for (const Value& device : items_of(network, "config")) {
    const Value* type = device.find("type");
    const std::string_view name = type == nullptr ? "" : std::string_view(type->text());
    if (name == "nameserver") {
      checker.check_addresses(device.find("address"));
    } else if (name == "route") {
      check_route(device, checker);
    } else {
      check_subnets(items_of(device, "subnets"), checker);
    }
  }
}

bool is_version(const Value& network, std::string_view number) {
  const Value* version = network.find("version");
  return version != nullptr && version->text() == number;
}

}  // namespace

// A warning for each IP address in a network-config, at its top or below "network", that is none, has no prefix length
// where it needs one, or is a gateway that nothing can reach
// (https://cloudinit.readthedocs.io/en/latest/reference/network-config.html, versions 1 and 2). cloud-init takes an
// address of version 1 without a length for one of /24 or /64.
Diagnostics find_bad_addresses(const ResolvedVm& vm) {
  const std::optional<CloudInit>& cloud_init = vm.configuration.cloud_init;
  const std::optional<Value> datum = cloud_init ? read_datum(cloud_init->network_config) : std::nullopt;
  if (!datum) return {};
  const Value* below = datum->find("network");
  const Value& network = below == nullptr ? *datum : *below;
  AddressChecker checker;
  if (is_version(network, "1")) check_devices(network, checker);
  if (is_version(network, "2")) walk_interfaces(network, checker);
  return checker.take_warnings();
}

}  // namespace vmp
