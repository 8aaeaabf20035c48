#include "loader/configuration/vm/version_keys.h"

#include "test/catch.h"
#include "test/loader/configuration/vm/resolved_vm.h"

using namespace vmp::test;

TEST_CASE("keys that came with a later version are told with it", "[version_keys]") {
  CHECK(mistakes_in_vm({R"(
templates:
  - {name: grouped, groups: [db]}
vms:
  - name: web
    templates: [base, grouped]
    interfaces: [{name: eth0, network: lan}]
    dependsOn:
)"}) == R"(
r.yaml:2:21: error: provisioner "v1alpha1" has no "groups"; "v1beta1" has
    2 |   - {name: grouped, groups: [db]}
      |                     ^~~~~~
  Write "provisioner: v1beta1".
lab.yaml:12:18: note: the provisioner is "v1alpha1"
r.yaml:4:11: note: VM "web" inherits it from template "grouped"
r.yaml:6:5: error: provisioner "v1alpha1" has no "interfaces"; "v1beta1" has
    6 |     interfaces: [{name: eth0, network: lan}]
      |     ^~~~~~~~~~
  Write "provisioner: v1beta1". Or give it a "network" under virtInstall.
lab.yaml:12:18: note: the provisioner is "v1alpha1"
)");
}

TEST_CASE("a provisioner that is a variable decides, too", "[version_keys]") {
  CHECK(mistakes_in_vm({"vms: [{name: web, template: base, vars: {V: v1beta1}, provisioner: '{V}', groups: [db]}]"}) ==
        "no error");
}
