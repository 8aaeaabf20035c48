#include "loader/configuration/network/network_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "loader/addresses/address_range.h"
#include "loader/addresses/lease_time.h"
#include "loader/configuration/network/address_reader.h"
#include "loader/configuration/settled_value.h"
#include "loader/validation/network_rules.h"

namespace vmp {

namespace {

constexpr std::array<std::pair<std::string_view, NetworkMode>, 7> kModes = {{
    {"nat", NetworkMode::kNat},
    {"route", NetworkMode::kRoute},
    {"open", NetworkMode::kOpen},
    {"isolated", NetworkMode::kIsolated},
    {"bridge", NetworkMode::kBridge},
    {"macvtap", NetworkMode::kMacvtap},
    {"openvswitch", NetworkMode::kOpenvswitch},
}};

long read_number(const Value& scalar) {
  long number = 0;
  std::from_chars(scalar.text().data(), scalar.text().data() + scalar.text().size(), number);
  return number;
}

template <typename Number>
std::optional<Number> read_optional_number(const Value& map, std::string_view key) {
  const Value* value = map.find(key);
  return value == nullptr ? std::nullopt : std::optional(static_cast<Number>(read_number(*value)));
}

Dhcp read_dhcp(const Value& dhcp) {
  Dhcp result;
  result.place = dhcp.place();
  for (const Value& range : items_of(dhcp, "ranges")) {
    const AddressRange read = *read_address_range(range.text());
    result.ranges.push_back({{read.first, range.place()}, {read.last, range.place()}});
  }
  if (const Value* time = dhcp.find("leaseTime")) result.lease_seconds = read_lease_time(time->text());
  return result;
}

NetworkAddress read_network_address(const Value& address) {
  const Value& cidr = *address.find("cidr");
  NetworkAddress result = {*read_ip_prefix(cidr.text()), std::nullopt, cidr.place()};
  if (const Value* dhcp = address.find("dhcp")) result.dhcp = read_dhcp(*dhcp);
  return result;
}

DnsSrv read_srv(const Value& srv) {
  return {.service = read_text(srv, "service"),
          .protocol = read_text(srv, "protocol"),
          .domain = read_optional_text(srv, "domain"),
          .target = read_optional_text(srv, "target"),
          .port = read_optional_number<int>(srv, "port"),
          .priority = read_optional_number<int>(srv, "priority"),
          .weight = read_optional_number<int>(srv, "weight")};
}

NetworkDns read_dns(const Value& dns) {
  NetworkDns result;
  result.enabled = read_switch(dns, "enabled", true);
  for (const Value& forwarder : items_of(dns, "forwarders")) {
    const Value* address = forwarder.find("address");
    result.forwarders.push_back(
        {read_optional_text(forwarder, "domain"),
         address == nullptr ? std::nullopt : std::optional<PlacedAddress>(read_address(*address)), forwarder.place()});
  }
  if (dns.find("forwardPlainNames") != nullptr) {
    result.forward_plain_names = read_switch(dns, "forwardPlainNames", true);
  }
  for (const Value& txt : items_of(dns, "txt")) result.txt.push_back({read_text(txt, "name"), read_text(txt, "value")});
  for (const Value& srv : items_of(dns, "srv")) result.srv.push_back(read_srv(srv));
  result.register_names = read_switch(dns, "register", false);
  return result;
}

NetworkHost read_host(const Value& host) {
  NetworkHost result;
  result.name = read_text(host, "name");
  result.aliases = read_texts(host, "aliases");
  for (const Value& address : items_of(host, "addresses")) result.addresses.push_back(read_address(address));
  result.mac = read_mac(host, "mac");
  result.duid = read_duid(host, "duid");
  return result;
}

NetworkRoute read_route(const Value& route) {
  return {*read_ip_prefix(route.find("to")->text()), read_address(*route.find("via")),
          read_optional_number<int>(route, "metric"), route.find("to")->place()};
}

std::optional<Rate> read_rate(const Value& bandwidth, std::string_view key) {
  const Value* rate = bandwidth.find(key);
  if (rate == nullptr) return std::nullopt;
  return Rate{read_number(*rate->find("average")), read_optional_number<long>(*rate, "peak"),
              read_optional_number<long>(*rate, "burst")};
}

std::optional<Bandwidth> read_bandwidth(const Value& map) {
  const Value* bandwidth = map.find("bandwidth");
  if (bandwidth == nullptr) return std::nullopt;
  return Bandwidth{read_rate(*bandwidth, "inbound"), read_rate(*bandwidth, "outbound")};
}

std::optional<Vlan> read_vlan(const Value& map) {
  const Value* vlan = map.find("vlan");
  if (vlan == nullptr) return std::nullopt;
  Vlan result;
  for (const Value& tag : items_of(*vlan, "tags")) result.tags.push_back(static_cast<int>(read_number(tag)));
  result.trunk = read_switch(*vlan, "trunk", result.tags.size() > 1);
  return result;
}

std::optional<VirtualPort> read_virtual_port(const Value& network) {
  const Value* port = network.find("virtualPort");
  if (port == nullptr) return std::nullopt;
  VirtualPort result = {read_text(*port, "type"), {}};
  const Value* parameters = port->find("parameters");
  if (parameters == nullptr) return result;
  for (const auto& [name, value] : parameters->entries()) {
    result.parameters.emplace_back(read_text(name), read_text(value));
  }
  return result;
}

// What the network is to the node.
void read_link(const Value& network, NetworkConfiguration& configuration) {
  configuration.mode =
      std::ranges::find(kModes, network.find("mode")->text(), &std::pair<std::string_view, NetworkMode>::first)->second;
  configuration.bridge = read_optional_text(network, "bridge");
  configuration.mac = read_mac(network, "mac");
  configuration.mtu = read_optional_number<int>(network, "mtu");
  configuration.stp = read_switch(network, "stp", false);
  configuration.bandwidth = read_bandwidth(network);
  for (const Value& group : items_of(network, "portgroups")) {
    configuration.portgroups.push_back({.name = read_text(group, "name"),
                                        .is_default = read_switch(group, "default", false),
                                        .bandwidth = read_bandwidth(group),
                                        .vlan = read_vlan(group)});
  }
  configuration.vlan = read_vlan(network);
  configuration.isolated_ports = read_switch(network, "isolatedPorts", false);
  configuration.devices = read_texts(network, "devices");
  configuration.macvtap_mode = read_optional_text(network, "macvtapMode");
  configuration.virtual_port = read_virtual_port(network);
}

// What the network is to its hosts.
void read_services(const Value& network, NetworkConfiguration& configuration) {
  if (const Value* domain = network.find("domain")) {
    configuration.domain = {read_text(*domain, "name"), read_switch(*domain, "localOnly", false)};
  }
  for (const Value& address : items_of(network, "addresses")) {
    configuration.addresses.push_back(read_network_address(address));
  }
  if (const Value* dns = network.find("dns")) configuration.dns = read_dns(*dns);
  for (const Value& host : items_of(network, "hosts")) configuration.hosts.push_back(read_host(host));
  for (const Value& route : items_of(network, "routes")) configuration.routes.push_back(read_route(route));
  if (const Value* raw = network.find("rawOptions")) configuration.dnsmasq_options = read_texts(*raw, "dnsmasq");
}

}  // namespace

Value fill_in_network_defaults(const Value& network) {
  Value complete = with_default(network, "mode", "nat");
  if (complete.find("mode")->text() == "macvtap") complete = with_default(complete, "macvtapMode", "bridge");
  complete = with_default(complete, "autostart", "true");
  return with_default(complete, "deletionPolicy", "Delete");
}

void read_network(const Value& network, NetworkConfiguration& configuration) {
  configuration.name = read_text(network, "name");
  configuration.provisioner = read_optional_text(network, "provisioner");
  configuration.description = read_optional_text(network, "description");
  read_link(network, configuration);
  read_services(network, configuration);
  configuration.autostart = read_switch(network, "autostart", true);
  configuration.deletion_policy = read_deletion_policy(network);
}

}  // namespace vmp
