#include "test/catch.h"
#include "test/loader/configuration/network/resolved_network.h"
#include "test/loader/configuration/vm/interfaces/interface_lab.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// What a function of finders.h finds in a network with these fields.
std::string warnings_of_network(const std::string& fields, Diagnostics (*find)(const NetworkConfiguration&),
                                std::size_t dynamic_guests = 0) {
  NetworkConfiguration network = resolve_network(*registry_with_node(network_with(fields)), "net").configuration;
  network.dynamic_guests = dynamic_guests;
  return render(find(network));
}

}  // namespace

TEST_CASE("an address that is kept for a host and in a range", "[network_warnings]") {
  CHECK(warnings_of_network(R"(
addresses: [{cidr: 10.0.0.1/24, dhcp: {ranges: [10.0.0.100-10.0.0.199]}}]
hosts:
  - {name: a, addresses: [10.0.0.150], mac: 52:54:00:00:00:01}
  - {name: b, addresses: [10.0.0.151]}
  - {name: c, addresses: [10.0.0.99], mac: 52:54:00:00:00:02}
)",
                            find_addresses_in_ranges) == R"(
r.yaml:6:31: warning: address 10.0.0.150 of host "a" is in a range of network "net": who has it by DHCP keeps it for a lease [address-in-range]
    6 |       - {name: a, addresses: [10.0.0.150], mac: 52:54:00:00:00:01}
      |                               ^~~~~~~~~~
  Take one outside of the range.
r.yaml:4:53: note: the range
)");
}

TEST_CASE("dnsmasq's own configuration is code", "[network_warnings]") {
  CHECK(warnings_of_network("\naddresses: [{cidr: 10.0.0.1/24}]\nrawOptions: {dnsmasq: [log-queries]}\n",
                            find_dnsmasq_options) == R"(
r.yaml:5:28: warning: dnsmasq of network "net" gets this line unchecked [dnsmasq-option]
    5 |     rawOptions: {dnsmasq: [log-queries]}
      |                            ^~~~~~~~~~~
  It is code: it can run commands on the node, and a bad one keeps the network from starting.
)");
}

TEST_CASE("a name with its domain may be longer than Linux takes", "[network_warnings]") {
  const std::string domain = "domain: {name: " + std::string(57, 'd') + ".x}\n";
  CHECK(warnings_of_network("\n" + domain + R"(addresses: [{cidr: 10.0.0.1/24}]
hosts: [{name: four, addresses: [10.0.0.5]}, {name: fives, addresses: [10.0.0.6]}]
)",
                            find_long_host_names) == R"(
r.yaml:6:57: warning: the name "fives.ddddddddddddddddddddddddddddddddddddddddddddddddddddddddd.x" has 65 bytes, which no host of Linux can have [long-host-name]
    6 |     hosts: [{name: four, addresses: [10.0.0.5]}, {name: fives, addresses: [10.0.0.6]}]
      |                                                         ^~~~~
  Linux takes 64. Shorten the name or the domain.
)");
}

TEST_CASE("a domain of multicast DNS", "[network_warnings]") {
  CHECK(warnings_of_network("\naddresses: [{cidr: 10.0.0.1/24}]\ndomain: {name: m2.Local}\n", find_mdns_domains) == R"(
r.yaml:5:20: warning: domain "m2.Local" is one of multicast DNS: many hosts do not ask the network's server for it [mdns-domain]
    5 |     domain: {name: m2.Local}
      |                    ^~~~~~~~
  "home.arpa" and "internal" are free for such networks.
)");
  CHECK(warnings_of_network("\naddresses: [{cidr: 10.0.0.1/24}]\ndomain: {name: m2.localnet}\n", find_mdns_domains) ==
        "\n");
}

TEST_CASE("a whole domain of the public DNS", "[network_warnings]") {
  const auto warnings_of_domain = [](const std::string& domain) {
    return warnings_of_network("\naddresses: [{cidr: 10.0.0.1/24}]\ndomain: {name: " + domain + "}\n",
                               find_registrable_domains);
  };
  CHECK(warnings_of_domain("Lab.dev") == R"(
r.yaml:5:20: warning: domain "Lab.dev" is a whole domain of the public DNS: guests ask its owner for names that this network does not have [registrable-domain]
    5 |     domain: {name: Lab.dev}
      |                    ^~~~~~~
  If it is yours, take a part of it, such as "net.Lab.dev". "internal", "home.arpa" and "lan" are free for such networks.
)");
  CHECK(warnings_of_domain("example.com, localOnly: true") == R"(
r.yaml:5:20: warning: domain "example.com" is a whole domain of the public DNS: with "localOnly", guests find no names of it but this network's [registrable-domain]
    5 |     domain: {name: example.com, localOnly: true}
      |                    ^~~~~~~~~~~
  If it is yours, take a part of it, such as "net.example.com". "internal", "home.arpa" and "lan" are free for such networks.
)");
  for (const std::string domain : {"example.co.uk", "x.xn--p1ai"}) {
    INFO(domain);
    CHECK(warnings_of_domain(domain) != "\n");
  }
  for (const std::string domain :
       {"m2", "m2.example.com", "net.example.co.uk", "example.co.net", "m2.test", "m2.internal", "home.arpa",
        "m2.home.arpa", "m2.lan", "m2.local", "m2.localdomain", "m2.net7"}) {
    INFO(domain);
    CHECK(warnings_of_domain(domain) == "\n");
  }
}

TEST_CASE("packets that are too small for IPv6", "[network_warnings]") {
  CHECK(warnings_of_network("\naddresses: [{cidr: 10.0.0.1/24}, {cidr: \"fd00::1/64\"}]\nmtu: 1279\n",
                            find_small_mtus) == R"(
r.yaml:4:45: warning: network "net" has an mtu of 1279, and IPv6 needs 1280 [small-mtu]
    4 |     addresses: [{cidr: 10.0.0.1/24}, {cidr: "fd00::1/64"}]
      |                                             ^~~~~~~~~~~~
)");
  CHECK(warnings_of_network("\naddresses: [{cidr: 10.0.0.1/24}]\nmtu: 1279\n", find_small_mtus) == "\n");
}

TEST_CASE("a range for fewer guests than there are", "[network_warnings]") {
  const std::string fields =
      "\naddresses: [{cidr: 10.0.0.1/24, dhcp: {ranges: [10.0.0.5-10.0.0.6, 10.0.0.9-10.0.0.9]}}]\n";
  CHECK(warnings_of_network(fields, find_small_ranges, 4) == R"(
r.yaml:4:43: warning: DHCP of network "net" has 3 addresses for 4 VMs without one of their own [small-range]
    4 |     addresses: [{cidr: 10.0.0.1/24, dhcp: {ranges: [10.0.0.5-10.0.0.6, 10.0.0.9-10.0.0.9]}}]
      |                                           ^
  Give it a larger range.
)");
  CHECK(warnings_of_network(fields, find_small_ranges, 3) == "\n");
}

TEST_CASE("a MAC address of real hardware", "[network_warnings]") {
  CHECK(render(find_foreign_macs(resolve(plugged(R"(
  - {name: eth0, network: service, mac: 00:1b:21:00:00:01}
  - {name: eth1, network: service, mac: 52:54:00:00:00:01}
  - {name: eth2, network: service}
)")))) == R"(
r2.yaml:8:41: warning: MAC address 00:1b:21:00:00:01 belongs to a maker of hardware [foreign-mac]
    8 |   - {name: eth0, network: service, mac: 00:1b:21:00:00:01}
      |                                         ^~~~~~~~~~~~~~~~~
  Those that begin with 52:54:00 are for guests; without "mac", one is derived.
)");
}
