#include "loader/configuration/network/network_overlaps.h"

#include <string>
#include <vector>

#include "test/catch.h"
#include "test/loader/configuration/network/resolved_network.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string overlaps_in(const std::string& text) {
  const auto registry = registry_with_node(text);
  std::vector<NetworkConfiguration> networks;
  for (const std::string& name : registry->networks().names()) {
    networks.push_back(resolve_network(*registry, name).configuration);
  }
  std::vector<const NetworkConfiguration*> pointers;
  for (const NetworkConfiguration& network : networks) pointers.push_back(&network);
  Diagnostics mistakes = find_network_overlaps(pointers);
  sort_and_unique(mistakes);
  return render(mistakes);
}

}  // namespace

TEST_CASE("networks of one node do not overlap, whatever their prefixes are", "[network_overlaps]") {
  CHECK(overlaps_in(R"(
networks:
  - {name: wide, nodeName: lab, addresses: [{cidr: 10.0.0.1/8}]}
  - {name: narrow, nodeName: lab, addresses: [{cidr: 10.9.0.1/24}]}
  - {name: other, nodeName: lab, addresses: [{cidr: 192.168.0.1/24}, {cidr: "fd00::1/64"}]}
  - {name: inside, nodeName: lab, addresses: [{cidr: 10.200.0.1/16}]}
  - {name: same, nodeName: lab, addresses: [{cidr: "fd00::2/64"}]}
)") == R"(
r.yaml:3:54: error: 10.9.0.1/24 of network "narrow" and 10.0.0.1/8 of network "wide" overlap on node "lab"
    3 |   - {name: narrow, nodeName: lab, addresses: [{cidr: 10.9.0.1/24}]}
      |                                                      ^~~~~~~~~~~
r.yaml:2:52: note: 10.0.0.1/8 of network "wide"
r.yaml:5:54: error: 10.200.0.1/16 of network "inside" and 10.0.0.1/8 of network "wide" overlap on node "lab"
    5 |   - {name: inside, nodeName: lab, addresses: [{cidr: 10.200.0.1/16}]}
      |                                                      ^~~~~~~~~~~~~
r.yaml:2:52: note: 10.0.0.1/8 of network "wide"
r.yaml:6:52: error: fd00::2/64 of network "same" and fd00::1/64 of network "other" overlap on node "lab"
    6 |   - {name: same, nodeName: lab, addresses: [{cidr: "fd00::2/64"}]}
      |                                                    ^~~~~~~~~~~~
r.yaml:4:77: note: fd00::1/64 of network "other"
)");
}

TEST_CASE("the same network may be there on two nodes", "[network_overlaps]") {
  CHECK(overlaps_in(R"(
nodes: [{name: far, libvirt: {connection: {uri: "qemu+ssh://root@far/system"}}}]
networks:
  - {name: a, nodeName: lab, addresses: [{cidr: 10.0.0.1/24}]}
  - {name: b, nodeName: far, addresses: [{cidr: 10.0.0.1/24}]}
)") == "\n");
}
