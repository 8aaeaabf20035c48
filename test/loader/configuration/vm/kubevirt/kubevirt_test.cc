#include "loader/configuration/vm/kubevirt/kubevirt.h"

#include "test/catch.h"
#include "test/loader/configuration/vm/kubevirt/clustered_vm.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("lists of KubeVirt's named items merge by name", "[kubevirt]") {
  CHECK(resolved(with_cluster({R"(
vms:
  - name: web
    template: clustered
    kubevirt:
      virtualMachine:
        template:
          spec:
            networks: [{name: lan, multus: {networkName: lan}}, {name: default, pod: {vmNetworkCIDR: 10.1.0.0/24}}]
)"}),
                 {"vm", "kubevirt", "virtualMachine", "template", "spec", "networks"}) == R"(- name: default
  pod:
    vmNetworkCIDR: 10.1.0.0/24
- name: lan
  multus:
    networkName: lan
)");
}

TEST_CASE("KubeVirt's fields keep their types, also behind a variable without quotes", "[kubevirt]") {
  CHECK(resolved(with_cluster({R"(
vms:
  - name: web
    template: clustered
    vars: {CORES: 4, SIZE: 8}
    kubevirt:
      virtualMachine:
        template:
          spec: {domain: {cpu: {cores: <CORES>, model: null}, memory: {guest: "{SIZE}Gi"}, devices: {rng: {}, autoattachMemBalloon: no}}}
)"}),
                 {"vm", "kubevirt", "virtualMachine", "template", "spec", "domain", "cpu"}) == "cores: 4\n");
}

TEST_CASE("a data volume goes with its VM unless it says otherwise", "[kubevirt]") {
  CHECK(resolved(with_cluster({"vms: [{name: web, template: clustered}]"}), {"vm", "kubevirt", "dataVolumes"}) ==
        R"(- name: web-root
  spec:
    source:
      http:
        url: https://images.example/debian-12.qcow2
    storage:
      resources:
        requests:
          storage: 10Gi
  deletionPolicy: Delete
)");
}

TEST_CASE("the machine of a VM on a cluster is called as the VM", "[kubevirt]") {
  const VmConfiguration vm = resolve(with_cluster({"vms: [{name: web, template: clustered}]"})).configuration;
  CHECK(vm.domain.name.value == "web");
  REQUIRE(vm.kubevirt);
  CHECK(vm.kubevirt->items({"volumes"}).size() == 1);
  CHECK(vm.kubevirt->items({"nothing", "there"}).empty());
}
