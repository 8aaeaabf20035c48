#include "test/catch.h"
#include "test/loader/warnings/kubevirt/clustered_warnings.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("a guest that is bridged to the pod network cannot be migrated") {
  CHECK(warnings_of_spec(find_bridged_pod_networks,
                         "{domain: {devices: {interfaces: [{name: default, masquerade: null, bridge: {}}]}}}") == R"(
r2.yaml:7:84: warning: interface "default" is bridged to the pod network: the guest cannot be migrated [bridged-pod-network]
    7 |           spec: {domain: {devices: {interfaces: [{name: default, masquerade: null, bridge: {}}]}}}
      |                                                                                    ^~~~~~
  Write "masquerade: {}", or give it a secondary network (multus).
)");
}

TEST_CASE("a masqueraded one, and one on another network, can") {
  CHECK(warnings_of_spec(find_bridged_pod_networks,
                         "{domain: {devices: {interfaces: [{name: lan, bridge: {}}]}}, "
                         "networks: [{name: lan, multus: {networkName: lan}}]}") == "\n");
}
