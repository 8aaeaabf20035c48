#include "loader/configuration/identity.h"

#include "test/catch.h"

namespace vmp::libvirt {

TEST_CASE("a domain's UUID is that of version 5 for its node and name") {
  // python3 -c 'import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, "qemu:///system#web"))'
  CHECK(domain_uuid("qemu:///system", "web") == "c1b2720a-dfa2-5d80-b665-0f47b0bcc550");
  CHECK(domain_uuid("qemu:///session", "web") != domain_uuid("qemu:///system", "web"));
}

TEST_CASE("each network card has an address of its own") {
  CHECK(mac_address("qemu:///system", "web", 0).substr(0, 3) == "52:");
  CHECK(mac_address("qemu:///system", "web", 0) != mac_address("qemu:///system", "web", 1));
  CHECK(mac_address("qemu:///system", "web", 0) != mac_address("qemu:///system", "db", 0));
}

TEST_CASE("a network's UUID is that of version 5 for its node and name") {
  // python3 -c 'import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, "qemu:///system#network/service"))'
  CHECK(network_uuid("qemu:///system", "service") == "e601eeaf-e9d9-5bf7-9fff-504d5c375373");
  CHECK(parking_uuid("qemu:///system", "service") == "669a7cd3-e3d6-507b-89d0-8568654f2b3b");
  CHECK(network_uuid("qemu:///system", "service") != domain_uuid("qemu:///system", "service"));
}

TEST_CASE("a network's bridge and its MAC address follow from its identity") {
  CHECK(network_bridge("qemu:///system", "service") == "vmp-" + network_uuid("qemu:///system", "service").substr(0, 8));
  CHECK(network_bridge("qemu:///system", "service").size() <= 15);
  CHECK(network_mac("qemu:///system", "service").substr(0, 9) == "52:54:00:");
  CHECK(network_mac("qemu:///system", "service") != network_mac("qemu:///system", "storage"));
}

TEST_CASE("a definition's digest is the first half of its SHA-256") {
  CHECK(definition_digest("") == "e3b0c44298fc1c149afbf4c8996fb924");
}

}  // namespace vmp::libvirt
