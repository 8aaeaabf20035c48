#include "loader/configuration/vm/interfaces/interface_mistakes.h"

#include "test/catch.h"
#include "test/loader/configuration/vm/interfaces/interface_lab.h"

using namespace vmp::test;

TEST_CASE("an interface is plugged into one thing", "[interface_mistakes]") {
  CHECK(mistakes_in_vm(plugged(R"(
  - {name: eth0}
  - {name: eth1, network: service, bridge: br0}
  - {name: eth2, user: false}
)")) == R"(
r2.yaml:8:12: error: interface "eth0" needs exactly one of "network", "bridge", "direct" and "user"
    8 |   - {name: eth0}
      |            ^~~~
r2.yaml:9:36: error: interface "eth1" needs exactly one of "network", "bridge", "direct" and "user"
    9 |   - {name: eth1, network: service, bridge: br0}
      |                                    ^~~~~~
r2.yaml:9:18: note: "network" is given here
r2.yaml:10:24: error: user "false" must be "true"
   10 |   - {name: eth2, user: false}
      |                        ^~~~~
  Leave it out for an interface on a network, a bridge or a device.
)");
}

TEST_CASE("a network is on the VM's node, or none of the registry", "[interface_mistakes]") {
  CHECK(mistakes_in_vm(plugged(R"(
  - {name: eth0, network: remote}
  - {name: eth1, network: servce}
  - {name: eth2, network: default}
)")) == R"(
r2.yaml:8:27: error: network "remote" is on node "attic", VM "web" on node "lab"
    8 |   - {name: eth0, network: remote}
      |                           ^~~~~~
r.yaml:12:12: note: network "remote" is defined here
r2.yaml:9:27: error: network "servce" is not defined
    9 |   - {name: eth1, network: servce}
      |                           ^~~~~~
  Did you mean "service"? If the node has one of this name, describe it under "networks", without a provisioner.
)");
}

TEST_CASE("a portgroup is one of the network's", "[interface_mistakes]") {
  CHECK(mistakes_in_vm(plugged(R"(
  - {name: eth0, network: service, portgroup: fats}
  - {name: eth1, network: storage, portgroup: fast}
  - {name: eth2, network: service, portgroup: fast}
)")) == R"(
r2.yaml:8:47: error: network "service" has no portgroup "fats"
    8 |   - {name: eth0, network: service, portgroup: fats}
      |                                               ^~~~
  Did you mean "fast"?
r2.yaml:9:47: error: network "storage" has no portgroup "fast"
    9 |   - {name: eth1, network: storage, portgroup: fast}
      |                                               ^~~~
  It has none at all.
)");
}

TEST_CASE("an address fits the network", "[interface_mistakes]") {
  CHECK(mistakes_in_vm(plugged(R"(
  - {name: eth0, network: service, addresses: [10.0.9.5, 10.0.7.0]}
  - {name: eth1, network: service, addresses: [10.0.7.1, "fd00:8::1"]}
  - {name: eth2, network: storage, addresses: [10.0.8.5]}
  - {name: eth3, network: service, via: static, addresses: [10.0.7.150, 10.0.7.5/25]}
  - {name: eth4, network: service, addresses: [fd00:7::5], dns: false}
  - {name: eth5, network: office, addresses: [10.1.1.1]}
)")) == R"(
r2.yaml:8:48: error: address 10.0.9.5 of VM "web" is not on network "service"
    8 |   - {name: eth0, network: service, addresses: [10.0.9.5, 10.0.7.0]}
      |                                                ^~~~~~~~
  It is 10.0.7.1/24 and fd00:7::1/64.
r2.yaml:8:58: error: VM "web" of network "service" has two addresses of one family
    8 |   - {name: eth0, network: service, addresses: [10.0.9.5, 10.0.7.0]}
      |                                                          ^~~~~~~~
  DHCP gives a host one of each.
r2.yaml:8:58: error: address 10.0.7.0 of VM "web" is the address of the network itself, "service"
    8 |   - {name: eth0, network: service, addresses: [10.0.9.5, 10.0.7.0]}
      |                                                          ^~~~~~~~
r2.yaml:9:48: error: address 10.0.7.1 of VM "web" is the node's own on network "service"
    9 |   - {name: eth1, network: service, addresses: [10.0.7.1, "fd00:8::1"]}
      |                                                ^~~~~~~~
r2.yaml:9:58: error: address fd00:8::1 of VM "web" is not on network "service"
    9 |   - {name: eth1, network: service, addresses: [10.0.7.1, "fd00:8::1"]}
      |                                                          ^~~~~~~~~~~
  It is 10.0.7.1/24 and fd00:7::1/64.
r2.yaml:10:48: error: address 10.0.8.5 of VM "web" cannot be kept by DHCP of network "storage"
   10 |   - {name: eth2, network: storage, addresses: [10.0.8.5]}
      |                                                ^~~~~~~~
  Add "dhcp: {}" to its address 10.0.8.1/24, or write "via: static".
r2.yaml:11:61: error: static address 10.0.7.150 of interface "eth3" of VM "web" is in a range that DHCP gives to others
   11 |   - {name: eth3, network: service, via: static, addresses: [10.0.7.150, 10.0.7.5/25]}
      |                                                             ^~~~~~~~~~
  Take another one, or let DHCP keep it: "via: dhcp".
r.yaml:7:45: note: a range of network "service"
r2.yaml:11:73: error: address 10.0.7.5 of interface "eth3" of VM "web" has the prefix 25, its network "service" 24
   11 |   - {name: eth3, network: service, via: static, addresses: [10.0.7.150, 10.0.7.5/25]}
      |                                                                         ^~~~~~~~~~~
  Leave it out.
r.yaml:7:16: note: network "service" is 10.0.7.1/24
r2.yaml:12:48: error: interface "eth4" of VM "web" has no name by which DHCP could keep an address of IPv6 for it
   12 |   - {name: eth4, network: service, addresses: [fd00:7::5], dns: false}
      |                                                ^~~~~~~~~
  Give it a "duid", take "dns" away, or write "via: static".
r2.yaml:13:47: error: nobody keeps the address 10.1.1.1 for interface "eth5" of VM "web"
   13 |   - {name: eth5, network: office, addresses: [10.1.1.1]}
      |                                               ^~~~~~~~
  Write "via: static", or plug it into a network with addresses.
)");
}

TEST_CASE("a static interface says where, and has somebody who tells the guest", "[interface_mistakes]") {
  CHECK(mistakes_in_vm(plugged(R"(
  - {name: eth0, network: storage, via: static}
)",
                               "groups: []")) == R"(
r2.yaml:8:12: error: interface "eth0" of VM "web" is static and has no "addresses"
    8 |   - {name: eth0, network: storage, via: static}
      |            ^~~~
  Give it some, or take "via: static" away.
r2.yaml:8:12: error: interface "eth0" of VM "web" is static, and the VM has no cloudInit, which would say so to the guest
    8 |   - {name: eth0, network: storage, via: static}
      |            ^~~~
  Add "cloudInit: {noCloud: {seed: {path: seed.iso}}}", and the seed to the VM's volumes and disks.
)");
}

TEST_CASE("where no network of the registry keeps addresses", "[interface_mistakes]") {
  CHECK(mistakes_in_vm(plugged(R"(
  - {name: eth0, bridge: br0, addresses: [10.1.1.1]}
  - {name: eth1, user: true, addresses: [10.1.1.2]}
  - {name: eth2, bridge: br0, via: static, addresses: [10.1.1.3]}
  - {name: eth3, network: lan, addresses: [10.1.1.4]}
)")) == R"(
r2.yaml:8:43: error: nobody keeps the address 10.1.1.1 for interface "eth0" of VM "web"
    8 |   - {name: eth0, bridge: br0, addresses: [10.1.1.1]}
      |                                           ^~~~~~~~
  Write "via: static", or plug it into a network with addresses.
r2.yaml:9:42: error: nobody keeps the address 10.1.1.2 for interface "eth1" of VM "web"
    9 |   - {name: eth1, user: true, addresses: [10.1.1.2]}
      |                                          ^~~~~~~~
  Write "via: static", or plug it into a network with addresses.
r2.yaml:10:56: error: address 10.1.1.3 of interface "eth2" of VM "web" has no prefix
   10 |   - {name: eth2, bridge: br0, via: static, addresses: [10.1.1.3]}
      |                                                        ^~~~~~~~
  Write it behind a slash: 10.1.1.3/24. A network of the registry would know it.
)");
}

TEST_CASE("a name that a default makes is one of a host", "[interface_mistakes]") {
  CHECK(mistakes_in_vm(plugged(R"(
  - {name: eth_0, network: service, addresses: [10.0.7.4]}
  - {name: eth_1, network: service, addresses: [10.0.7.5]}
)")) == R"(
r2.yaml:9:12: error: interface "eth_1" of VM "web" would have the host name "web-eth_1", which is none
    9 |   - {name: eth_1, network: service, addresses: [10.0.7.5]}
      |            ^~~~~
  Give it a "hostname": letters, digits and hyphens inside, at most 63 of them.
)");
}

TEST_CASE("one card is not made twice", "[interface_mistakes]") {
  CHECK(mistakes_in_vm(
            plugged("  - {name: eth0, network: service}\n",
                    "libvirt: {domain: {virtInstall: {network: [{name: eth0, options: {network: default}}]}}}")) == R"(
r2.yaml:5:53: error: interface "eth0" of VM "web" is a network card of virtInstall, too
    5 |   libvirt: {domain: {virtInstall: {network: [{name: eth0, options: {network: default}}]}}}
      |                                                     ^~~~
  Each of both makes a card of its own: take one away, with a null where it is inherited.
r2.yaml:7:12: note: interface "eth0"
)");
}
