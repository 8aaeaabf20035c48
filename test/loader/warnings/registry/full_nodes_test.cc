#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// A VM with these options of virt-install and volumes.
std::string vm(const std::string& name, const std::string& options, const std::string& volumes = "[]") {
  return "  - {name: " + name + ", template: base, libvirt: {domain: {name: " + name + ", virtInstall: {" + options +
         "}}, volumes: " + volumes + "}}\n";
}

std::string warnings_about(const std::string& node, const std::string& vms) {
  const auto registry = registry_of({"nodes:\n  - {name: lab, " + node + "}\nvms:\n" + vms});
  return warnings_of_registry(*registry, find_full_nodes);
}

}  // namespace

TEST_CASE("VMs that want more than their node has are named, the largest first") {
  CHECK(warnings_about("capacity: {memory: 4GiB, vcpus: 4, disk: 30G}",
                       vm("a", "memory: 1024, vcpus: 1", "[{name: r, poolName: p, capacity: 10G}]") +
                           vm("b", "memory: 4096, vcpus: 4", "[{name: s, poolName: p, capacity: 25G}]") +
                           vm("c", "import: true", "[{name: t, poolName: p, uploadFile: {path: x}}]")) == R"(
r.yaml:2:36: warning: node "lab" has 4.0 GiB of memory for its VMs, which want 5.0 GiB [full-node]
    2 |   - {name: lab, capacity: {memory: 4GiB, vcpus: 4, disk: 30G}}
      |                                    ^~~~
  Left out, for the registry does not say what they want: "c".
r.yaml:5:81: note: VM "b" wants 4.0 GiB
r.yaml:4:81: note: VM "a" wants 1.0 GiB
r.yaml:2:49: warning: node "lab" has 4 virtual processors for its VMs, which want 5 [full-node]
    2 |   - {name: lab, capacity: {memory: 4GiB, vcpus: 4, disk: 30G}}
      |                                                 ^
  Left out, for the registry does not say what they want: "c".
r.yaml:5:94: note: VM "b" wants 4
r.yaml:4:94: note: VM "a" wants 1
r.yaml:2:58: warning: node "lab" has 30.0 GiB of disk for its VMs, which want 35.0 GiB [full-node]
    2 |   - {name: lab, capacity: {memory: 4GiB, vcpus: 4, disk: 30G}}
      |                                                          ^~~
  Left out, for the registry does not say what they want: "c".
r.yaml:5:142: note: VM "b" wants 25.0 GiB
r.yaml:4:142: note: VM "a" wants 10.0 GiB
)");
}

TEST_CASE("a node is full beyond what it has, and not before") {
  CHECK(warnings_about("capacity: {memory: 4GiB, vcpus: 4, disk: 20G}",
                       vm("a", "memory: 2048, vcpus: 2", "[{name: r, poolName: p, capacity: 20G}]") +
                           vm("b", "memory: 2048, vcpus: 2")) == "\n");
}

TEST_CASE("without a capacity, the memory that a node is required to have is what it has") {
  CHECK(warnings_about("requires: {memory: 1GiB}", vm("a", "memory: \"1024,maxmemory=2048\"")) == R"(
r.yaml:2:36: warning: node "lab" has 1.0 GiB of memory for its VMs, which want 2.0 GiB [full-node]
    2 |   - {name: lab, requires: {memory: 1GiB}}
      |                                    ^~~~
r.yaml:4:81: note: VM "a" wants 2.0 GiB
)");
}

TEST_CASE("a volume that VMs share counts once") {
  const std::string shared =
      "[{name: s, poolName: p, capacity: 15G, deletionPolicy: Retain, uploadFile: {path: ../x}}]";
  CHECK(warnings_about("capacity: {disk: 20G}", vm("a", "import: true", shared) + vm("b", "import: true", shared)) ==
        "\n");
}

TEST_CASE("VMs of other nodes do not count") {
  const auto registry =
      registry_of({"nodes:\n  - {name: other, libvirt: {connection: {uri: 'qemu:///system'}}, capacity: "
                   "{memory: 1GiB}}\nvms:\n" +
                   vm("a", "memory: 4096")});
  CHECK(warnings_of_registry(*registry, find_full_nodes) == "\n");
}
