#include "loader/configuration/node/cluster.h"

#include "test/catch.h"
#include "test/loader/configuration/vm/kubevirt/clustered_vm.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("a cluster is reached by a context and a namespace, in which its variables are expanded", "[cluster]") {
  const Node node = resolve(with_cluster({"vms: [{name: web, template: clustered}]"})).configuration.node;
  REQUIRE(node.cluster);
  CHECK(node.cluster->context.value == "lab");
  CHECK(node.cluster->name_space.value == "vms");
  CHECK(node.uri.value == "kubernetes://lab/vms");
}

TEST_CASE("a namespace has a name of a cluster", "[cluster]") {
  CHECK(mistakes_in_vm(with_cluster({R"(
nodes: [{name: cloud, vars: {SPACE: My_VMs}}]
vms: [{name: web, template: clustered}]
)"})) == R"(
r.yaml:4:43: error: namespace "My_VMs" cannot be one: its name has "M"
    4 |     kubernetes: {context: lab, namespace: "{SPACE}"}
      |                                           ^~~~~~~~~
  Names in a cluster have lower-case letters, digits and -, begin and end with a letter or a digit, and have at most 63 characters (RFC 1123).
)");
}

TEST_CASE("a cluster needs both", "[cluster]") {
  CHECK(mistakes_in_vm(with_cluster({R"(
nodes: [{name: cloud, kubernetes: {namespace: null}}]
vms: [{name: web, template: clustered}]
)"})) == R"(
r2.yaml:1:23: error: node "cloud" has no "kubernetes.namespace"
    1 | nodes: [{name: cloud, kubernetes: {namespace: null}}]
      |                       ^~~~~~~~~~
r2.yaml:1:47: note: "namespace" is null here, which takes its value away
)");
}
