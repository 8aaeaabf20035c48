#include "loader/configuration/network/network_mistakes.h"

#include "test/catch.h"
#include "test/loader/configuration/network/resolved_network.h"

using namespace vmp::test;

TEST_CASE("an address is on the network and nobody else's", "[host_mistakes]") {
  CHECK(mistakes_in_network(R"(
addresses: [{cidr: 10.0.0.1/24, dhcp: {ranges: [10.0.0.100-10.0.0.199]}}, {cidr: "fd00::1/64", dhcp: {}}]
hosts:
  - {name: a, addresses: [10.0.1.2]}
  - {name: b, addresses: [10.0.0.0]}
  - {name: c, addresses: [10.0.0.255]}
  - {name: d, addresses: [10.0.0.1], mac: "52:54:00:00:00:01"}
  - {name: gw, addresses: [10.0.0.1]}
)") == R"(
r.yaml:6:31: error: address 10.0.1.2 of host "a" is not on network "net"
    6 |       - {name: a, addresses: [10.0.1.2]}
      |                               ^~~~~~~~
  It is 10.0.0.1/24 and fd00::1/64.
r.yaml:7:31: error: address 10.0.0.0 of host "b" is the address of the network itself, "net"
    7 |       - {name: b, addresses: [10.0.0.0]}
      |                               ^~~~~~~~
r.yaml:8:31: error: address 10.0.0.255 of host "c" is the broadcast address of network "net"
    8 |       - {name: c, addresses: [10.0.0.255]}
      |                               ^~~~~~~~~~
r.yaml:9:31: error: address 10.0.0.1 of host "d" is the node's own on network "net"
    9 |       - {name: d, addresses: [10.0.0.1], mac: "52:54:00:00:00:01"}
      |                               ^~~~~~~~
r.yaml:10:32: error: host "gw" and host "d" of network "net" both have the address 10.0.0.1
   10 |       - {name: gw, addresses: [10.0.0.1]}
      |                                ^~~~~~~~
r.yaml:9:31: note: the address 10.0.0.1 of host "d"
)");
}

TEST_CASE("without addresses of the network nothing is on it", "[host_mistakes]") {
  CHECK(mistakes_in_network(R"(
mode: isolated
hosts: [{name: a, addresses: [10.0.1.2]}]
)") == R"(
r.yaml:5:35: error: address 10.0.1.2 of host "a" is not on network "net"
    5 |     hosts: [{name: a, addresses: [10.0.1.2]}]
      |                                   ^~~~~~~~
  The network has no addresses.
)");
}

TEST_CASE("a host has addresses, and for DHCP one of each family", "[host_mistakes]") {
  CHECK(mistakes_in_network(R"(
addresses: [{cidr: 10.0.0.1/24, dhcp: {ranges: [10.0.0.100-10.0.0.199]}}, {cidr: "fd00::1/64", dhcp: {}}]
hosts:
  - {name: a}
  - {name: b, addresses: [10.0.0.2, 10.0.0.3], mac: "52:54:00:00:00:01"}
  - {name: c, addresses: [10.0.0.4], duid: "00:03:00:01:aa"}
)") == R"(
r.yaml:6:16: error: host "a" of network "net" has no addresses
    6 |       - {name: a}
      |                ^
r.yaml:7:41: error: host "b" of network "net" has two addresses of one family
    7 |       - {name: b, addresses: [10.0.0.2, 10.0.0.3], mac: "52:54:00:00:00:01"}
      |                                         ^~~~~~~~
  DHCP gives a host one of each.
r.yaml:8:48: error: host "c" of network "net" has a DUID and no address of IPv6
    8 |       - {name: c, addresses: [10.0.0.4], duid: "00:03:00:01:aa"}
      |                                                ^~~~~~~~~~~~~~~~
)");
}

TEST_CASE("DHCP keeps addresses where there is DHCP", "[host_mistakes]") {
  CHECK(mistakes_in_network(R"(
addresses: [{cidr: 10.0.0.1/24}]
hosts: [{name: a, addresses: [10.0.0.2], mac: "52:54:00:00:00:01"}]
)") == R"(
r.yaml:5:35: error: address 10.0.0.2 of host "a" cannot be kept by DHCP of network "net"
    5 |     hosts: [{name: a, addresses: [10.0.0.2], mac: "52:54:00:00:00:01"}]
      |                                   ^~~~~~~~
  Add "dhcp: {}" to its address 10.0.0.1/24.
)");
}

TEST_CASE("the node has its MAC address for itself", "[host_mistakes]") {
  CHECK(mistakes_in_network(R"(
mac: "52:54:00:00:00:01"
addresses: [{cidr: 10.0.0.1/24, dhcp: {ranges: [10.0.0.100-10.0.0.199]}}, {cidr: "fd00::1/64", dhcp: {}}]
hosts: [{name: a, addresses: [10.0.0.2], mac: "52:54:00:00:00:01"}]
)") == R"(
r.yaml:6:51: error: host "a" of network "net" has the node's own MAC address 52:54:00:00:00:01
    6 |     hosts: [{name: a, addresses: [10.0.0.2], mac: "52:54:00:00:00:01"}]
      |                                                   ^~~~~~~~~~~~~~~~~~~
)");
}
