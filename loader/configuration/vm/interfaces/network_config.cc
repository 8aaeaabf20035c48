#include "loader/configuration/vm/interfaces/network_config.h"

#include <fmt/format.h>

#include <set>
#include <string>
#include <utility>

namespace vmp {

namespace {

Value text(const std::string& text) {
  return Value::scalar(text);
}

Value plain(std::string_view text) {
  return Value::scalar(std::string(text), Style::kPlain);
}

Value describe_addresses(const Interface& interface) {
  List addresses;
  for (const InterfaceAddress& each : interface.addresses) {
    addresses.push_back(text(to_string(IpPrefix{each.address, *each.prefix})));
  }
  return Value::list(std::move(addresses));
}

// The word "default" is not taken by what cloud-init itself writes (cloud-init#3988), this is by all.
std::string_view default_route(const IpAddress& gateway) {
  return gateway.is_v4() ? "0.0.0.0/0" : "::/0";
}

// Of each family the first interface that has one brings the default route: there can be only one.
class DefaultRoutes {
 public:
  // Those that an interface brings: nothing where DHCP says so itself.
  List take(const Interface& interface) {
    List routes;
    if (!interface.is_static) {
      if (interface.asks_dhcp4 && interface.is_routed) is_there_.insert(IpAddress::Family::kV4);
      if (interface.asks_dhcp6 && interface.is_routed) is_there_.insert(IpAddress::Family::kV6);
      return routes;
    }
    for (const InterfaceAddress& each : interface.addresses) {
      if (!each.gateway || !is_there_.insert(each.gateway->family()).second) continue;
      routes.push_back(Value::map({{text("to"), text(std::string(default_route(*each.gateway)))},
                                   {text("via"), text(to_string(*each.gateway))}}));
    }
    return routes;
  }

 private:
  std::set<IpAddress::Family> is_there_;
};

// None on a network that is not to know the VM by name: with a second card, the first one's network has them.
Value describe_name_servers(const Interface& interface) {
  if (!interface.is_registered) return Value::map({});
  List addresses;
  for (const IpAddress& server : interface.dns) addresses.push_back(text(to_string(server)));
  Value servers = Value::map({});
  if (!addresses.empty()) servers = servers.with_entry("addresses", Value::list(std::move(addresses)));
  if (interface.domain) servers = servers.with_entry("search", Value::list({text(interface.domain->value)}));
  return servers;
}

Value describe_static(const Interface& interface, List routes, Value card) {
  card = card.with_entry("addresses", describe_addresses(interface));
  if (!routes.empty()) card = card.with_entry("routes", Value::list(std::move(routes)));
  const Value servers = describe_name_servers(interface);
  return servers.entries().empty() ? card : card.with_entry("nameservers", servers);
}

Value describe_interface(const Interface& interface, DefaultRoutes& default_routes) {
  List routes = default_routes.take(interface);
  const Value card = Value::map({{text("match"), Value::map({{text("macaddress"), text(interface.mac.value)}})},
                                 {text("set-name"), text(interface.name.value)},
                                 {text("dhcp4"), plain(interface.asks_dhcp4 ? "true" : "false")},
                                 {text("dhcp6"), plain(interface.asks_dhcp6 ? "true" : "false")}});
  return interface.is_static ? describe_static(interface, std::move(routes), card) : card;
}

}  // namespace

Value write_network_config(const std::vector<Interface>& interfaces) {
  Map cards;
  DefaultRoutes routes;
  for (const Interface& interface : interfaces)
    cards.push_back({text(interface.name.value), describe_interface(interface, routes)});
  return Value::map({{text("version"), plain("2")}, {text("ethernets"), Value::map(std::move(cards))}});
}

}  // namespace vmp
