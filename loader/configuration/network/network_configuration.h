#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "loader/addresses/ip_address.h"
#include "loader/configuration/node/node.h"
#include "loader/configuration/text.h"

namespace vmp {

enum class NetworkMode { kNat, kRoute, kOpen, kIsolated, kBridge, kMacvtap, kOpenvswitch };

// An address of the registry, read, in its canonical form, with its place.
struct PlacedAddress {
  IpAddress address;
  Place place;
};

struct DhcpRange {
  PlacedAddress first;
  PlacedAddress last;
};

struct Dhcp {
  std::vector<DhcpRange> ranges;
  std::optional<long> lease_seconds;  // nullopt: dnsmasq's own, an hour; 0: infinite
  Place place;
};

// The node's own address on the network.
struct NetworkAddress {
  IpPrefix prefix;
  std::optional<Dhcp> dhcp;
  Place place;
};

struct NetworkDomain {
  Text name;
  bool local_only = false;  // unknown names of the domain are not asked of other servers
};

// At least one of both.
struct DnsForwarder {
  std::optional<Text> domain;
  std::optional<PlacedAddress> address;
  Place place = {};
};

struct DnsTxt {
  Text name;
  Text value;
};

struct DnsSrv {
  Text service;
  Text protocol;
  std::optional<Text> domain;
  std::optional<Text> target;
  std::optional<int> port;
  std::optional<int> priority;
  std::optional<int> weight;
};

struct NetworkDns {
  bool enabled = true;
  std::vector<DnsForwarder> forwarders;
  std::optional<bool> forward_plain_names;
  std::vector<DnsTxt> txt;
  std::vector<DnsSrv> srv;
  bool register_names = false;  // in the node's systemd-resolved
};

// A host that the network knows by name, and for which it keeps its addresses: one of the registry's `hosts`, or an
// interface of a VM.
struct NetworkHost {
  Text name;  // empty: DHCP keeps its addresses, and DNS does not know it
  std::vector<Text> aliases;
  std::vector<PlacedAddress> addresses;
  std::optional<Text> mac;   // lower case; with it, DHCP keeps the addresses for it
  std::optional<Text> duid;  // lower case; for IPv6
  std::string owner;         // `VM "web"`, or "" for one of `hosts`
};

struct NetworkRoute {
  IpPrefix to;
  PlacedAddress via;
  std::optional<int> metric;
  Place place;
};

// KiB a second, KiB a second, KiB: https://libvirt.org/formatnetwork.html#quality-of-service
struct Rate {
  long average = 0;
  std::optional<long> peak;
  std::optional<long> burst;
};

struct Bandwidth {
  std::optional<Rate> inbound;
  std::optional<Rate> outbound;
};

struct Vlan {
  std::vector<int> tags;
  bool trunk = false;
};

struct Portgroup {
  Text name;
  bool is_default = false;
  std::optional<Bandwidth> bandwidth;
  std::optional<Vlan> vlan;
};

// https://libvirt.org/formatdomain.html, "virtualport": the type, and its parameters by name.
struct VirtualPort {
  Text type;
  std::vector<std::pair<Text, Text>> parameters;
};

// One network, completely resolved and valid.
struct NetworkConfiguration {
  Text name;
  std::optional<Text> provisioner;  // none: it exists, and is only described
  std::optional<Text> description;
  Node node;
  NetworkMode mode = NetworkMode::kNat;
  std::optional<Text> bridge;  // none: the provisioner derives one, where the mode has one of its own
  std::optional<Text> mac;     // lower case; none: derived
  std::optional<int> mtu;
  bool stp = false;
  std::optional<NetworkDomain> domain;
  std::vector<NetworkAddress> addresses;
  NetworkDns dns;
  std::vector<NetworkHost> hosts;  // the registry's, in order, then those of VMs, by VM and interface
  std::size_t dynamic_guests = 0;  // interfaces of VMs that ask DHCP for an address and have none of their own
  std::vector<NetworkRoute> routes;
  std::optional<Bandwidth> bandwidth;
  std::vector<Portgroup> portgroups;
  std::optional<Vlan> vlan;
  bool isolated_ports = false;
  std::vector<Text> devices;         // of the node: where traffic goes out (nat, route), or what macvtap is on
  std::optional<Text> macvtap_mode;  // bridge, private, vepa or passthrough
  std::optional<VirtualPort> virtual_port;
  bool autostart = true;
  DeletionPolicy deletion_policy = DeletionPolicy::kDelete;
  std::vector<Text> dnsmasq_options;  // one line each of dnsmasq's own configuration: code, as an ssh ProxyCommand is
  std::optional<Text> fleet;          // the registry's, for the mark
  std::map<std::string, Variable> variables;
};

}  // namespace vmp
