#include "loader/configuration/fleet/dependencies.h"

#include "loader/configuration/fleet/assemble_fleet.h"
#include "test/catch.h"
#include "test/loader/configuration/vm/resolved_vm.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// What is wrong with VMs that depend on these: each "NAME: [NAME...]".
std::string found_in(const std::string& vms) {
  const auto registry = registry_of({vms});
  std::vector<FleetVm> members;
  for (const std::string& name : registry->vms().names()) {
    members.push_back(describe_fleet_vm(resolve_vm(*registry, name).configuration));
  }
  return render(find_dependency_mistakes(members, registry->vms()));
}

}  // namespace

TEST_CASE("VMs may depend on each other in any shape without circles") {
  CHECK(found_in(R"(
vms:
  - {name: web, template: base, provisioner: v1beta1, dependsOn: [{vm: app}, {vm: db, until: ready}]}
  - {name: app, template: base, provisioner: v1beta1, dependsOn: [{vm: db}, {vm: cache}]}
  - {name: db, template: base, provisioner: v1beta1, dependsOn: [{vm: cache}]}
  - {name: cache, template: base, provisioner: v1beta1}
)") == "\n");
}

TEST_CASE("a VM that depends on one which is not there gets the near match") {
  CHECK(found_in(R"(
vms:
  - {name: web, template: base, provisioner: v1beta1, dependsOn: [{vm: dbb}]}
  - {name: db, template: base, provisioner: v1beta1}
)") == R"(
r.yaml:2:72: error: VM "dbb" is not defined
    2 |   - {name: web, template: base, provisioner: v1beta1, dependsOn: [{vm: dbb}]}
      |                                                                        ^~~
  Did you mean "db"? It is defined at r.yaml:3:12.
)");
}

TEST_CASE("a circle of VMs is told once, with all that it leads through") {
  CHECK(found_in(R"(
vms:
  - {name: before, template: base, provisioner: v1beta1, dependsOn: [{vm: web}]}
  - {name: web, template: base, provisioner: v1beta1, dependsOn: [{vm: beside}, {vm: app}]}
  - {name: app, template: base, provisioner: v1beta1, dependsOn: [{vm: db}]}
  - {name: db, template: base, provisioner: v1beta1, dependsOn: [{vm: beside}, {vm: web}]}
  - {name: beside, template: base, provisioner: v1beta1}
)") == R"(
r.yaml:3:86: error: VM "web" depends on itself, through others
    3 |   - {name: web, template: base, provisioner: v1beta1, dependsOn: [{vm: beside}, {vm: app}]}
      |                                                                                      ^~~
r.yaml:4:72: note: VM "app" depends on "db"
r.yaml:5:85: note: VM "db" depends on "web"
)");
}

TEST_CASE("a VM that depends on itself") {
  CHECK(found_in(R"(
vms:
  - {name: web, template: base, provisioner: v1beta1, dependsOn: [{vm: web}]}
)") == R"(
r.yaml:2:72: error: VM "web" depends on itself
    2 |   - {name: web, template: base, provisioner: v1beta1, dependsOn: [{vm: web}]}
      |                                                                        ^~~
)");
}
