#include "provisioners/libvirt/identity.h"

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

}  // namespace vmp::libvirt
