#include "loader/configuration/network/network_mistakes.h"

#include "test/catch.h"
#include "test/loader/configuration/network/resolved_network.h"

using namespace vmp::test;

TEST_CASE("names are unique, whatever their case, aliases too", "[host_conflicts]") {
  CHECK(mistakes_in_network(R"(
addresses: [{cidr: 10.0.0.1/24, dhcp: {ranges: [10.0.0.100-10.0.0.199]}}, {cidr: "fd00::1/64", dhcp: {}}]
hosts:
  - {name: web, addresses: [10.0.0.2]}
  - {name: db, aliases: [Web, DB], addresses: [10.0.0.3]}
)") == R"(
r.yaml:7:30: error: host "db" and host "web" of network "net" both have the name "Web"
    7 |       - {name: db, aliases: [Web, DB], addresses: [10.0.0.3]}
      |                              ^~~
r.yaml:6:16: note: the name "Web" of host "web"
r.yaml:7:35: error: host "db" of network "net" has the name "DB" twice
    7 |       - {name: db, aliases: [Web, DB], addresses: [10.0.0.3]}
      |                                   ^~
r.yaml:7:16: note: the name "DB" of host "db"
)");
}

TEST_CASE("addresses, MAC addresses and DUIDs are unique", "[host_conflicts]") {
  CHECK(mistakes_in_network(R"(
addresses: [{cidr: 10.0.0.1/24, dhcp: {ranges: [10.0.0.100-10.0.0.199]}}, {cidr: "fd00::1/64", dhcp: {}}]
hosts:
  - {name: a, addresses: [10.0.0.2, "fd00::2"], mac: "52:54:00:00:00:01", duid: "00:03:00:01:aa"}
  - {name: b, addresses: [10.0.0.2, "fd00:0::2"], mac: "52:54:00:00:00:01", duid: "00:03:00:01:AA"}
)") == R"(
r.yaml:7:31: error: host "b" and host "a" of network "net" both have the address 10.0.0.2
    7 |       - {name: b, addresses: [10.0.0.2, "fd00:0::2"], mac: "52:54:00:00:00:01", duid: "00:03:00:01:AA"}
      |                               ^~~~~~~~
r.yaml:6:31: note: the address 10.0.0.2 of host "a"
r.yaml:7:41: error: host "b" and host "a" of network "net" both have the address fd00::2
    7 |       - {name: b, addresses: [10.0.0.2, "fd00:0::2"], mac: "52:54:00:00:00:01", duid: "00:03:00:01:AA"}
      |                                         ^~~~~~~~~~~
r.yaml:6:41: note: the address fd00::2 of host "a"
r.yaml:7:60: error: host "b" and host "a" of network "net" both have the MAC address 52:54:00:00:00:01
    7 |       - {name: b, addresses: [10.0.0.2, "fd00:0::2"], mac: "52:54:00:00:00:01", duid: "00:03:00:01:AA"}
      |                                                            ^~~~~~~~~~~~~~~~~~~
r.yaml:6:58: note: the MAC address 52:54:00:00:00:01 of host "a"
r.yaml:7:87: error: host "b" and host "a" of network "net" both have the DUID 00:03:00:01:aa
    7 |       - {name: b, addresses: [10.0.0.2, "fd00:0::2"], mac: "52:54:00:00:00:01", duid: "00:03:00:01:AA"}
      |                                                                                       ^~~~~~~~~~~~~~~~
r.yaml:6:85: note: the DUID 00:03:00:01:aa of host "a"
)");
}
