#include "loader/configuration/network/network_mistakes.h"

#include "test/catch.h"
#include "test/loader/configuration/network/resolved_network.h"

using namespace vmp::test;

TEST_CASE("a bridge of the node's has no addresses: the network behind it decides", "[mode_mistakes]") {
  CHECK(mistakes_in_network(R"(
mode: bridge
bridge: br0
addresses: [{cidr: 10.0.0.1/24}]
dns: {enabled: false}
)") == R"(
r.yaml:6:5: error: network "net" with the mode "bridge" cannot have "addresses"
    6 |     addresses: [{cidr: 10.0.0.1/24}]
      |     ^~~~~~~~~
  The network behind the device decides about that, not libvirt.
r.yaml:4:11: note: the mode is given here
r.yaml:7:5: error: network "net" with the mode "bridge" cannot have "dns"
    7 |     dns: {enabled: false}
      |     ^~~
  The network behind the device decides about that, not libvirt.
r.yaml:4:11: note: the mode is given here
)");
}

TEST_CASE("a mode that is a bridge or a device of the node's needs its name", "[mode_mistakes]") {
  CHECK(mistakes_in_network(R"(
mode: openvswitch
)") == R"(
r.yaml:2:11: error: network "net" has the mode "openvswitch" and no "bridge"
    2 |   - name: net
      |           ^~~
  Name the bridge that is there on the node.
)");
}

TEST_CASE("macvtap needs devices", "[mode_mistakes]") {
  CHECK(mistakes_in_network(R"(
mode: macvtap
)") == R"(
r.yaml:2:11: error: network "net" has the mode "macvtap" and no "devices"
    2 |   - name: net
      |           ^~~
  Name the network devices of the node that it is on.
)");
}

TEST_CASE("macvtap has no bridge and no bandwidth, others have no macvtapMode", "[mode_mistakes]") {
  CHECK(mistakes_in_network(R"(
mode: macvtap
devices: [eth1]
bridge: br0
bandwidth: {inbound: {average: 1000}}
)") == R"(
r.yaml:6:5: error: network "net" with the mode "macvtap" cannot have "bridge"
    6 |     bridge: br0
      |     ^~~~~~
r.yaml:4:11: note: the mode is given here
r.yaml:7:5: error: network "net" with the mode "macvtap" cannot have "bandwidth"
    7 |     bandwidth: {inbound: {average: 1000}}
      |     ^~~~~~~~~
r.yaml:4:11: note: the mode is given here
)");
}

TEST_CASE("only macvtap has a macvtapMode", "[mode_mistakes]") {
  CHECK(mistakes_in_network(R"(
macvtapMode: private
addresses: [{cidr: 10.9.0.1/24}]
)") == R"(
r.yaml:4:5: error: network "net" with the mode "nat" cannot have "macvtapMode"
    4 |     macvtapMode: private
      |     ^~~~~~~~~~~
)");
}

TEST_CASE("the default mode has no place of its own", "[mode_mistakes]") {
  CHECK(mistakes_in_network(R"(
vlan: {tags: [5]}
addresses: [{cidr: 10.9.0.1/24}]
)") == R"(
r.yaml:4:5: error: network "net" with the mode "nat" cannot have "vlan"
    4 |     vlan: {tags: [5]}
      |     ^~~~
)");
}

TEST_CASE("what forwards needs addresses to forward from", "[mode_mistakes]") {
  CHECK(mistakes_in_network(R"(
mode: route
)") == R"(
r.yaml:2:11: error: network "net" has the mode "route" and no "addresses"
    2 |   - name: net
      |           ^~~
  Without any, there is nothing to forward: write the mode "isolated".
)");
}

TEST_CASE("traffic goes out through one device", "[mode_mistakes]") {
  CHECK(mistakes_in_network(R"(
mode: route
devices: [eth0, eth1]
addresses: [{cidr: 10.9.0.1/24}]
)") == R"(
r.yaml:5:21: error: network "net" has 2 devices
    5 |     devices: [eth0, eth1]
      |                     ^~~~
  Traffic of nat and route goes out through one.
)");
}

TEST_CASE("an open network is on no device", "[mode_mistakes]") {
  CHECK(mistakes_in_network(R"(
mode: open
devices: [eth0]
addresses: [{cidr: 10.9.0.1/24}]
)") == R"(
r.yaml:5:5: error: network "net" with the mode "open" cannot have "devices"
    5 |     devices: [eth0]
      |     ^~~~~~~
r.yaml:4:11: note: the mode is given here
)");
}

TEST_CASE("one portgroup is the default", "[mode_mistakes]") {
  CHECK(mistakes_in_network(R"(
portgroups: [{name: a, default: true}, {name: b}, {name: c, default: yes}]
addresses: [{cidr: 10.9.0.1/24}]
)") == R"(
r.yaml:4:62: error: network "net" has two portgroups that are the default
    4 |     portgroups: [{name: a, default: true}, {name: b}, {name: c, default: yes}]
      |                                                              ^
r.yaml:4:25: note: portgroup "a" is one
)");
}
