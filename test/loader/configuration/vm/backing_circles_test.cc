#include "loader/configuration/vm/backing_circles.h"

#include "test/catch.h"
#include "test/loader/configuration/vm/resolved_vm.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// Of the VMs "web" and "db", which have these volumes.
std::string circles_of(const std::string& web, const std::string& db) {
  const auto registry = registry_of({R"(
nodes: [{name: other, libvirt: {connection: {uri: "qemu+ssh://h/system"}}}]
vms:
  - {name: web, template: base, libvirt: {volumes: [)" +
                                     web + R"(]}}
  - {name: db, template: base, libvirt: {volumes: [)" +
                                     db + R"(]}}
  - name: elsewhere
    template: base
    nodeName: other
    libvirt: {volumes: [{name: b, poolName: p, backingVolume: {name: a, poolName: p}}]}
)"});
  std::vector<BackingLink> links;
  for (const char* name : {"web", "db", "elsewhere"}) {
    for (BackingLink& link : list_backing_links(resolve_vm(*registry, name).configuration)) {
      links.push_back(std::move(link));
    }
  }
  return render(find_backing_circles(links));
}

}  // namespace

TEST_CASE("a circle of backing volumes is told once, with the volumes of all its VMs") {
  CHECK(circles_of("{name: a, poolName: p, backingVolume: {name: b, poolName: p}}",
                   "{name: c, poolName: p, backingVolume: {name: a, poolName: p}}, "
                   "{name: b, poolName: p, backingVolume: {name: c, poolName: p}}") == R"(
r.yaml:3:98: error: volume "a" is its own backing volume, through others
    3 |   - {name: web, template: base, libvirt: {volumes: [{name: a, poolName: p, backingVolume: {name: b, poolName: p}}]}}
      |                                                                                                  ^
r.yaml:4:160: note: backing volume of "b" of VM "db"
r.yaml:4:97: note: backing volume of "c" of VM "db"
)");
}

TEST_CASE("a volume on that of another VM of its node is no circle") {
  CHECK(circles_of("{name: a, poolName: p, backingVolume: {name: b, poolName: p}}",
                   "{name: b, poolName: p, backingVolume: {name: a, poolName: q}}") == "\n");
  CHECK(circles_of("{name: a, poolName: p, backingVolume: {name: b, poolName: p}}", "") == "\n");
}
