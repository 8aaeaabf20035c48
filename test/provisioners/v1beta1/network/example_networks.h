#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loader/configuration/network/network_configuration.h"
#include "test/provisioners/example_configuration.h"

namespace vmp {

inline PlacedAddress address(std::string_view written) {
  return {.address = read_ip_address(written).value(), .place = {}};
}

inline DhcpRange range(std::string_view first, std::string_view last) {
  return {.first = address(first), .last = address(last)};
}

inline NetworkAddress network_address(std::string_view prefix) {
  return {.prefix = read_ip_prefix(prefix).value(), .dhcp = {}, .place = {}};
}

inline NetworkAddress network_address(std::string_view prefix, Dhcp dhcp) {
  return {.prefix = read_ip_prefix(prefix).value(), .dhcp = std::move(dhcp), .place = {}};
}

inline NetworkHost network_host(std::string name, const std::vector<std::string>& addresses) {
  NetworkHost host;
  host.name = text(std::move(name));
  for (const std::string& each : addresses) host.addresses.push_back(address(each));
  return host;
}

inline NetworkHost reserved_host(std::string name, std::string mac, const std::vector<std::string>& addresses) {
  NetworkHost host = network_host(std::move(name), addresses);
  host.mac = text(std::move(mac));
  host.owner = "VM \"" + host.name.value + "\"";
  return host;
}

inline NetworkConfiguration bare_network(std::string name, NetworkMode mode) {
  NetworkConfiguration network;
  network.name = text(std::move(name));
  network.provisioner = text("v1beta1");
  network.node = {.name = text("kvm1"), .uri = text("qemu:///system")};
  network.mode = mode;
  return network;
}

// All that a network with addresses can have.
inline NetworkConfiguration nat_network() {
  NetworkConfiguration network = bare_network("service", NetworkMode::kNat);
  network.description = text("Where the services are.\nvmp-files: only those of the first line are ours");
  network.node = {.name = text("lab"),
                  .uri = text("qemu+ssh://ops@lab.example:2222/system?keyfile=/home/ops/.ssh/lab")};
  network.fleet = text("m2");
  network.domain = NetworkDomain{.name = text("m2.local"), .local_only = true};
  network.addresses = {
      network_address("192.168.155.254/24",
                      {.ranges = {range("192.168.155.200", "192.168.155.250")}, .lease_seconds = 3600, .place = {}}),
      network_address("fd00:155::1/64",
                      {.ranges = {range("fd00:155::200", "fd00:155::2ff")}, .lease_seconds = {}, .place = {}})};
  network.dns.forwarders = {{.domain = {}, .address = address("10.0.0.53")},
                            {.domain = text("corp.lan"), .address = address("10.0.0.54")}};
  network.dns.forward_plain_names = false;
  network.dns.txt = {{.name = text("_vmp.m2.local"), .value = text("owner=ops & 'others' <ops@example>")}};
  network.dns.srv = {{.service = text("ldap"),
                      .protocol = text("tcp"),
                      .domain = {},
                      .target = text("sam-1.m2.local"),
                      .port = 389,
                      .priority = {},
                      .weight = {}}};
  network.hosts = {network_host("gw", {"192.168.155.254", "fd00:155::1"}),
                   reserved_host("sam-1", "52:54:00:00:00:01", {"192.168.155.15", "fd00:155::15"})};
  network.hosts[1].aliases = {text("files")};
  network.hosts[1].duid = text("00:03:00:01:52:54:00:00:00:01");
  network.routes = {
      {.to = read_ip_prefix("10.99.0.0/16").value(), .via = address("192.168.155.15"), .metric = {}, .place = {}},
      {.to = read_ip_prefix("fd99::/64").value(), .via = address("fd00:155::15"), .metric = 5, .place = {}}};
  network.mtu = 1420;
  network.bandwidth = Bandwidth{.inbound = Rate{.average = 12500, .peak = 25000, .burst = {}},
                                .outbound = Rate{.average = 12500, .peak = {}, .burst = 1024}};
  network.dnsmasq_options = {text("no-poll")};
  return network;
}

// What the behaviour tests work with: DHCP of both families, nothing that needs much of a kernel.
inline NetworkConfiguration lan_network() {
  NetworkConfiguration network = bare_network("lan", NetworkMode::kNat);
  network.domain = NetworkDomain{.name = text("lan.example"), .local_only = true};
  network.addresses = {
      network_address("10.77.0.1/24",
                      {.ranges = {range("10.77.0.200", "10.77.0.250")}, .lease_seconds = {}, .place = {}}),
      network_address("fd00:77::1/64",
                      {.ranges = {range("fd00:77::200", "fd00:77::2ff")}, .lease_seconds = {}, .place = {}})};
  network.dns.txt = {{.name = text("_vmp.lan.example"), .value = text("owner=ops")}};
  network.dns.srv = {{.service = text("ldap"),
                      .protocol = text("tcp"),
                      .domain = text("lan.example"),
                      .target = text("one.lan.example"),
                      .port = 389,
                      .priority = {},
                      .weight = {}}};
  network.hosts = {network_host("gw", {"10.77.0.1", "fd00:77::1"}),
                   reserved_host("one", "52:54:00:00:00:01", {"10.77.0.11", "fd00:77::11"}),
                   reserved_host("two", "52:54:00:00:00:02", {"10.77.0.12"})};
  return network;
}

inline NetworkConfiguration lan_network_with_another_vm() {
  NetworkConfiguration network = lan_network();
  network.hosts.push_back(reserved_host("three", "52:54:00:00:00:03", {"10.77.0.13"}));
  return network;
}

// What means something to make, shells, virsh and XML, in everything that does not reach dnsmasq.
inline NetworkConfiguration hostile_network() {
  const std::string hostile = R"x(it's; "$(touch x)" `y` & <b> #1 $$ \ %n)x";
  NetworkConfiguration network = bare_network(hostile, NetworkMode::kBridge);
  network.node.name = text(hostile);
  network.description = text(hostile);
  network.bridge = text("br0");
  network.fleet = text(hostile);
  network.portgroups = {
      {.name = text("; $(touch x) `y` #1 $$ \\ %n"), .is_default = true, .bandwidth = {}, .vlan = {}}};
  return network;
}

inline NetworkConfiguration route_network() {
  NetworkConfiguration network = bare_network("routed", NetworkMode::kRoute);
  network.addresses = {network_address("10.30.0.1/24"), network_address("fd30::1/64")};
  network.devices = {text("eth0")};
  network.stp = true;
  network.bridge = text("virbr7");
  network.mac = text("52:54:00:77:77:77");
  network.dns.enabled = false;
  network.deletion_policy = DeletionPolicy::kRetain;
  return network;
}

// DHCP for reservations only.
inline NetworkConfiguration open_network() {
  NetworkConfiguration network = bare_network("open", NetworkMode::kOpen);
  network.addresses = {network_address("10.40.0.1/24", {.ranges = {}, .lease_seconds = 600, .place = {}})};
  network.hosts = {reserved_host("a", "52:54:00:00:00:0a", {"10.40.0.10"})};
  network.autostart = false;
  return network;
}

inline NetworkConfiguration isolated_network() {
  NetworkConfiguration network = bare_network("storage", NetworkMode::kIsolated);
  network.addresses = {network_address("10.20.0.1/24")};
  network.mtu = 9000;
  network.isolated_ports = true;
  network.hosts = {network_host("nas", {"10.20.0.5"})};
  return network;
}

inline NetworkConfiguration switch_network() {
  return bare_network("switch", NetworkMode::kIsolated);
}

inline NetworkConfiguration bridge_network() {
  NetworkConfiguration network = bare_network("office", NetworkMode::kBridge);
  network.bridge = text("br0");
  network.portgroups = {
      {.name = text("slow"),
       .is_default = true,
       .bandwidth = Bandwidth{.inbound = Rate{.average = 100, .peak = {}, .burst = {}}, .outbound = {}},
       .vlan = {}},
      {.name = text("fast"), .is_default = false, .bandwidth = {}, .vlan = {}}};
  return network;
}

inline NetworkConfiguration macvtap_network() {
  NetworkConfiguration network = bare_network("direct", NetworkMode::kMacvtap);
  network.devices = {text("eth1"), text("eth2")};
  network.macvtap_mode = text("passthrough");
  return network;
}

inline NetworkConfiguration openvswitch_network() {
  NetworkConfiguration network = bare_network("overlay", NetworkMode::kOpenvswitch);
  network.bridge = text("ovsbr0");
  network.vlan = Vlan{.tags = {42}, .trunk = false};
  network.virtual_port = VirtualPort{.type = text("openvswitch"), .parameters = {{text("profileid"), text("menial")}}};
  network.portgroups = {
      {.name = text("trunk"), .is_default = false, .bandwidth = {}, .vlan = Vlan{.tags = {4, 5}, .trunk = true}}};
  return network;
}

}  // namespace vmp
