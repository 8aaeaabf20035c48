#include "test/catch.h"
#include "test/loader/configuration/vm/resolved_vm.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string mistakes_in(const std::string& volumes) {
  return mistakes_in_vm({"vms:\n  - name: web\n    template: base\n    libvirt:\n      volumes:\n" + volumes});
}

}  // namespace

TEST_CASE("a volume on a backing volume has a format that can have one") {
  CHECK(mistakes_in("        - {name: root, poolName: p, format: raw, backingVolume: {name: base, poolName: p}}\n") ==
        R"(
r.yaml:6:45: error: volume "root" of format "raw" cannot have a backing volume
    6 |         - {name: root, poolName: p, format: raw, backingVolume: {name: base, poolName: p}}
      |                                             ^~~
  Only what differs from the backing volume is stored: "qcow2" can do that.
)");
}

TEST_CASE("no volume is its own backing volume, be it through others") {
  CHECK(mistakes_in(R"(        - {name: root, poolName: p, backingVolume: {name: root, poolName: p}}
        - {name: a, poolName: p, backingVolume: {name: b, poolName: p}}
        - {name: b, poolName: p, backingVolume: {name: c, poolName: p}}
        - {name: c, poolName: p, backingVolume: {name: a, poolName: p}}
        - {name: leads, poolName: p, backingVolume: {name: c, poolName: p}}
)") == R"(
r.yaml:6:59: error: volume "root" is its own backing volume
    6 |         - {name: root, poolName: p, backingVolume: {name: root, poolName: p}}
      |                                                           ^~~~
r.yaml:7:56: error: volume "a" is its own backing volume, through others
    7 |         - {name: a, poolName: p, backingVolume: {name: b, poolName: p}}
      |                                                        ^
r.yaml:8:56: note: backing volume of "b"
r.yaml:9:56: note: backing volume of "c"
)");
}

TEST_CASE("volumes of one name in two pools, and those on others, are no circle") {
  CHECK(mistakes_in(R"(        - {name: a, poolName: p, backingVolume: {name: a, poolName: q}}
        - {name: b, poolName: p, format: qcow, backingVolume: {name: a, poolName: p}}
        - {name: c, poolName: p, format: raw, capacity: 1G}
)") == "no error");
}
