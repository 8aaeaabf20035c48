#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& vms) {
  const auto registry = registry_of({vms});
  return warnings_of_registry(*registry, find_small_overlays);
}

}  // namespace

TEST_CASE("an overlay is not smaller than its base") {
  CHECK(warnings_about(web(R"(    libvirt:
      volumes:
        - {name: base, poolName: default, capacity: 10G}
        - {name: web, poolName: default, capacity: 9999MiB, backingVolume: {name: base, poolName: default}}
)")) == R"(
r.yaml:7:52: warning: volume "web" is smaller than its backing volume "base" [small-overlay]
    7 |         - {name: web, poolName: default, capacity: 9999MiB, backingVolume: {name: base, poolName: default}}
      |                                                    ^~~~~~~
  The guest would find its disk cut off.
r.yaml:6:53: note: which has 10G
)");
}

TEST_CASE("the base may be another VM's of the same node") {
  CHECK(warnings_about(R"(vms:
  - {name: db, template: base, libvirt: {volumes: [{name: base, poolName: p, capacity: 2GB, uploadFile: {path: a}}]}}
  - name: web
    template: base
    libvirt: {volumes: [{name: web, poolName: p, capacity: 1907M, backingVolume: {name: base, poolName: p}}]}
)") == R"(
r.yaml:5:60: warning: volume "web" is smaller than its backing volume "base" [small-overlay]
    5 |     libvirt: {volumes: [{name: web, poolName: p, capacity: 1907M, backingVolume: {name: base, poolName: p}}]}
      |                                                            ^~~~~
  The guest would find its disk cut off.
r.yaml:2:88: note: which has 2GB
)");
}

TEST_CASE("sizes that are equal, larger or not given are right") {
  const auto overlay = [](const std::string& base, const std::string& size) {
    return warnings_about(web("    libvirt: {volumes: [{name: b, poolName: p, uploadFile: {path: x}" + base +
                              "}, {name: w, poolName: p, backingVolume: {name: b, poolName: p}" + size + "}]}\n"));
  };
  CHECK(overlay(", capacity: 1G", ", capacity: 1024M") == "\n");
  CHECK(overlay(", capacity: 1G", ", capacity: 2G") == "\n");
  CHECK(overlay("", ", capacity: 1M") == "\n");
  CHECK(overlay(", capacity: 1G", "") == "\n");
}
