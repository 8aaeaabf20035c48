#include "loader/configuration/engine.h"

#include "loader/configuration/network/resolve_network.h"
#include "test/catch.h"
#include "test/loader/configuration/vm/kubevirt/clustered_vm.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("a version's name begins with its engine, and an unknown one is libvirt's", "[engine]") {
  CHECK(find_engine("kubevirt-v1alpha1").key == "kubevirt");
  CHECK(find_engine("v1beta1").key == "libvirt");
  CHECK(find_engine("").key == "libvirt");
}

TEST_CASE("the provisioner decides which engine's keys count", "[engine]") {
  const std::vector<std::string> texts = with_cluster({R"(
templates:
  - name: both
    templates: [base, clustered]
    libvirt: {domain: {name: "{NOT_THERE}"}}
vms:
  - {name: web, template: both}
)"});
  CHECK(resolved(texts, {"vm", "libvirt"}) == "nothing");
  CHECK(resolved(texts, {"vm", "kubevirt", "virtualMachine", "runStrategy"}) == "Always\n");
  CHECK(resolved(texts, {"node"}) ==
        "name: cloud\nvars:\n  SPACE: vms\nkubernetes:\n  context: lab\n  namespace: vms\n");
}

TEST_CASE("a VM goes back to a host with provisioner and node", "[engine]") {
  const std::vector<std::string> texts = with_cluster({R"(
vms:
  - {name: web, templates: [base, clustered], provisioner: v1beta1, nodeName: lab}
)"});
  CHECK(resolved(texts, {"vm", "kubevirt"}) == "nothing");
  CHECK(resolved(texts, {"vm", "libvirt", "domain", "name"}) == "web\n");
}

TEST_CASE("a VM of a cluster is not on a libvirt host", "[engine]") {
  CHECK(mistakes_in_vm(with_cluster({"vms: [{name: web, template: clustered, nodeName: lab}]"})) == R"(
r2.yaml:1:50: error: node "lab" is a libvirt host, not a cluster
    1 | vms: [{name: web, template: clustered, nodeName: lab}]
      |                                                  ^~~
  This needs a node with "kubernetes".
lab.yaml:3:5: note: it has "libvirt" here
)");
}

TEST_CASE("a VM of libvirt is not on a cluster", "[engine]") {
  CHECK(mistakes_in_vm(with_cluster({"vms: [{name: web, template: base, nodeName: cloud}]"})) == R"(
r2.yaml:1:45: error: node "cloud" is a cluster, not a libvirt host
    1 | vms: [{name: web, template: base, nodeName: cloud}]
      |                                             ^~~~~
  This needs a node with "libvirt".
r.yaml:4:5: note: it has "kubernetes" here
)");
}

TEST_CASE("a VM of a cluster needs what KubeVirt makes", "[engine]") {
  CHECK(mistakes_in_vm(with_cluster({"vms: [{name: web, template: clustered, kubevirt: null}]"})) == R"(
r2.yaml:1:14: error: VM "web" has no "kubevirt.virtualMachine"
    1 | vms: [{name: web, template: clustered, kubevirt: null}]
      |              ^~~
r2.yaml:1:50: note: "kubevirt" is null here, which takes its value away
)");
}

TEST_CASE("a VM of a cluster may be made without an image of the registry", "[engine]") {
  const std::vector<std::string> texts =
      with_cluster({"vms: [{name: web, template: clustered, image: null, kubevirt: {dataVolumes: null}}]"});
  CHECK(resolved(texts, {"image"}) == "nothing");
}

TEST_CASE("a cluster is no host for networks, pools or a directory of its own", "[engine]") {
  const auto registry = registry_of(with_cluster({"networks: [{name: lan, nodeName: cloud}]"}));
  CHECK(mistakes_of([&] { resolve_network(*registry, "lan"); }) == R"(
r2.yaml:1:34: error: node "cloud" is a cluster, not a libvirt host
    1 | networks: [{name: lan, nodeName: cloud}]
      |                                  ^~~~~
  This needs a node with "libvirt".
r.yaml:4:5: note: it has "kubernetes" here
)");
}
