#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& base, const std::string& pools = "{name: p, directory: {path: /p}}") {
  const auto registry =
      registry_of({"vms:\n"
                   "  - name: web\n"
                   "    template: base\n"
                   "    libvirt:\n"
                   "      pools: [" +
                   pools +
                   "]\n"
                   "      volumes: [{name: root, poolName: p, backingVolume: {" +
                   base +
                   "}}]\n"
                   "  - name: db\n"
                   "    template: base\n"
                   "    libvirt: {volumes: [{name: golden.qcow2, poolName: p, uploadFile: {path: g}}]}\n"});
  return warnings_of_registry(*registry, find_missing_backings);
}

}  // namespace

TEST_CASE("a backing volume in a pool that VMs make is one that a VM makes") {
  CHECK(warnings_about("name: goldn.qcow2, poolName: p") == R"(
r.yaml:6:65: warning: nothing makes the volume "goldn.qcow2" of pool "p" [missing-backing]
    6 |       volumes: [{name: root, poolName: p, backingVolume: {name: goldn.qcow2, poolName: p}}]
      |                                                                 ^~~~~~~~~~~
  Did you mean "golden.qcow2"?
r.yaml:5:22: note: pool "p" comes and goes with its VM
)");
  CHECK(warnings_about("name: other.img, poolName: p") == R"(
r.yaml:6:65: warning: nothing makes the volume "other.img" of pool "p" [missing-backing]
    6 |       volumes: [{name: root, poolName: p, backingVolume: {name: other.img, poolName: p}}]
      |                                                                 ^~~~~~~~~
  List it in "volumes". In a pool that is only named, or kept (deletionPolicy Retain), it may be on the node already.
r.yaml:5:22: note: pool "p" comes and goes with its VM
)");
}

TEST_CASE("backing volumes of any VM, and those in pools that may have others, are right") {
  for (const char* base :
       {"name: golden.qcow2, poolName: p", "name: x, poolName: host", "name: x, poolName: default"}) {
    CAPTURE(base);
    CHECK(warnings_about(base) == "\n");
  }
  CHECK(warnings_about("name: x, poolName: p", "{name: p, deletionPolicy: Retain, directory: {path: /p}}") == "\n");
  CHECK(warnings_about("name: x, poolName: default", "{name: default, directory: {path: /d}}") == "\n");
}
