#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& fields) {
  return render(find_small_capacities(resolve({web("    libvirt: {volumes: [" + fields + "]}\n")})));
}

}  // namespace

TEST_CASE("a capacity below a mebibyte most likely lacks its unit") {
  CHECK(warnings_about("{name: a, poolName: p, capacity: 8}, {name: b, poolName: p, capacity: 0G}") == R"(
r.yaml:4:58: warning: volume "a" has 8 bytes only [small-capacity]
    4 |     libvirt: {volumes: [{name: a, poolName: p, capacity: 8}, {name: b, poolName: p, capacity: 0G}]}
      |                                                          ^
  A capacity without a unit is one in bytes: write 8G for 8 GiB.
r.yaml:4:95: warning: volume "b" has 0 bytes only [small-capacity]
    4 |     libvirt: {volumes: [{name: a, poolName: p, capacity: 8}, {name: b, poolName: p, capacity: 0G}]}
      |                                                                                               ^~
  A capacity without a unit is one in bytes: write 8G for 8 GiB.
)");
}

TEST_CASE("a mebibyte, and no capacity, are right") {
  for (const char* fields : {"{name: a, poolName: p, capacity: 1M}", "{name: a, poolName: p, uploadFile: {path: f}}"}) {
    CAPTURE(fields);
    CHECK(warnings_about(fields) == "\n");
  }
}
