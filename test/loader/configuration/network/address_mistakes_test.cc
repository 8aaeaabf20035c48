#include "loader/configuration/network/network_mistakes.h"

#include "test/catch.h"
#include "test/loader/configuration/network/resolved_network.h"

using namespace vmp::test;

TEST_CASE("addresses of one network do not overlap", "[address_mistakes]") {
  CHECK(mistakes_in_network(R"(
addresses: [{cidr: 10.0.0.1/24}, {cidr: 10.0.0.129/25}]
)") == R"(
r.yaml:4:45: error: network "net" has 10.0.0.1/24 and 10.0.0.129/25, which overlap
    4 |     addresses: [{cidr: 10.0.0.1/24}, {cidr: 10.0.0.129/25}]
      |                                             ^~~~~~~~~~~~~
r.yaml:4:24: note: 10.0.0.1/24 is given here
)");
}

TEST_CASE("IPv6 has a prefix of 64", "[address_mistakes]") {
  CHECK(mistakes_in_network(R"(
addresses: [{cidr: "fd00::1/48"}]
)") == R"(
r.yaml:4:24: error: "cidr" fd00::1/48 of network "net" must have a prefix of 64
    4 |     addresses: [{cidr: "fd00::1/48"}]
      |                        ^~~~~~~~~~~~
  Guests make their addresses of IPv6 from one of 64 bits, and libvirt's DHCP wants it, too.
)");
}

TEST_CASE("a range is inside of its network", "[address_mistakes]") {
  CHECK(mistakes_in_network(R"(
addresses: [{cidr: 10.0.0.1/24, dhcp: {ranges: [10.0.0.200-10.0.1.10]}}]
)") == R"(
r.yaml:4:53: error: range 10.0.0.200-10.0.1.10 is not inside of 10.0.0.1/24
    4 |     addresses: [{cidr: 10.0.0.1/24, dhcp: {ranges: [10.0.0.200-10.0.1.10]}}]
      |                                                     ^~~~~~~~~~~~~~~~~~~~
r.yaml:4:24: note: 10.0.0.1/24 is given here
)");
}

TEST_CASE("a range has neither the node's address nor those of the network in it", "[address_mistakes]") {
  CHECK(mistakes_in_network(R"(
addresses: [{cidr: 10.0.0.1/24, dhcp: {ranges: [10.0.0.1-10.0.0.9, 10.0.0.0-10.0.0.0, 10.0.0.200-10.0.0.255]}}]
)") == R"(
r.yaml:4:53: error: range 10.0.0.1-10.0.0.9 has 10.0.0.1 in it, the node's own address
    4 |     addresses: [{cidr: 10.0.0.1/24, dhcp: {ranges: [10.0.0.1-10.0.0.9, 10.0.0.0-10.0.0.0, 10.0.0.200-10.0.0.255]}}]
      |                                                     ^~~~~~~~~~~~~~~~~
r.yaml:4:72: error: range 10.0.0.0-10.0.0.0 has 10.0.0.0 in it, the address of the network itself
    4 |     addresses: [{cidr: 10.0.0.1/24, dhcp: {ranges: [10.0.0.1-10.0.0.9, 10.0.0.0-10.0.0.0, 10.0.0.200-10.0.0.255]}}]
      |                                                                        ^~~~~~~~~~~~~~~~~
r.yaml:4:91: error: range 10.0.0.200-10.0.0.255 has 10.0.0.255 in it, the broadcast address
    4 |     addresses: [{cidr: 10.0.0.1/24, dhcp: {ranges: [10.0.0.1-10.0.0.9, 10.0.0.0-10.0.0.0, 10.0.0.200-10.0.0.255]}}]
      |                                                                                           ^~~~~~~~~~~~~~~~~~~~~
)");
}

TEST_CASE("ranges do not overlap", "[address_mistakes]") {
  CHECK(mistakes_in_network(R"(
addresses: [{cidr: 10.0.0.1/24, dhcp: {ranges: [10.0.0.10-10.0.0.20, 10.0.0.20-10.0.0.30]}}]
)") == R"(
r.yaml:4:74: error: range 10.0.0.20-10.0.0.30 overlaps 10.0.0.10-10.0.0.20
    4 |     addresses: [{cidr: 10.0.0.1/24, dhcp: {ranges: [10.0.0.10-10.0.0.20, 10.0.0.20-10.0.0.30]}}]
      |                                                                          ^~~~~~~~~~~~~~~~~~~
r.yaml:4:53: note: 10.0.0.10-10.0.0.20 is given here
)");
}

TEST_CASE("DHCP is there once for each family", "[address_mistakes]") {
  CHECK(mistakes_in_network(R"(
addresses: [{cidr: 10.0.0.1/24, dhcp: {}}, {cidr: "fd00::1/64", dhcp: {}}, {cidr: 10.0.1.1/24, dhcp: {}}]
)") == R"(
r.yaml:4:106: error: network "net" has "dhcp" for two addresses of IPv4
    4 |     addresses: [{cidr: 10.0.0.1/24, dhcp: {}}, {cidr: "fd00::1/64", dhcp: {}}, {cidr: 10.0.1.1/24, dhcp: {}}]
      |                                                                                                          ^
  libvirt has it once for each family.
r.yaml:4:24: note: 10.0.0.1/24 has it, too
)");
}

TEST_CASE("a route leads through a host of the network", "[address_mistakes]") {
  CHECK(mistakes_in_network(R"(
addresses: [{cidr: 10.0.0.1/24}]
routes:
  - {to: 10.1.0.0/16, via: 10.2.0.1}
  - {to: 10.1.0.0/16, via: 10.0.0.1}
  - {to: 10.0.0.0/8, via: 10.0.0.2}
  - {to: 10.1.0.0/16, via: "fd00::2"}
)") == R"(
r.yaml:6:32: error: route to 10.1.0.0/16 leads through 10.2.0.1, which is not on network "net"
    6 |       - {to: 10.1.0.0/16, via: 10.2.0.1}
      |                                ^~~~~~~~
  The network is 10.0.0.1/24.
r.yaml:7:32: error: route to 10.1.0.0/16 leads through 10.0.0.1, the node itself
    7 |       - {to: 10.1.0.0/16, via: 10.0.0.1}
      |                                ^~~~~~~~
r.yaml:8:14: error: route to 10.0.0.0/8 leads away from 10.0.0.1/24, which is the network itself
    8 |       - {to: 10.0.0.0/8, via: 10.0.0.2}
      |              ^~~~~~~~~~
r.yaml:9:32: error: route to 10.1.0.0/16 leads through fd00::2, which is of another family
    9 |       - {to: 10.1.0.0/16, via: "fd00::2"}
      |                                ^~~~~~~~~
)");
}

TEST_CASE("without addresses nothing leads anywhere", "[address_mistakes]") {
  CHECK(mistakes_in_network(R"(
mode: isolated
routes: [{to: 10.1.0.0/16, via: 10.2.0.1}]
)") == R"(
r.yaml:5:37: error: route to 10.1.0.0/16 leads through 10.2.0.1, which is not on network "net"
    5 |     routes: [{to: 10.1.0.0/16, via: 10.2.0.1}]
      |                                     ^~~~~~~~
  The network has no addresses.
)");
}

TEST_CASE("a forwarder is for a domain or has an address", "[address_mistakes]") {
  CHECK(mistakes_in_network(R"(
mode: isolated
dns: {forwarders: [{}]}
)") == R"(
r.yaml:5:24: error: network "net" has a forwarder of nothing
    5 |     dns: {forwarders: [{}]}
      |                        ^
  It needs an "address", a "domain" or both.
)");
}
