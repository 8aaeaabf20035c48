#include "test/catch.h"
#include "test/loader/warnings/kubevirt/clustered_warnings.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("a network card without a MAC address gets another one when its guest moves") {
  CHECK(warnings_of_spec(find_changing_macs, "{domain: {devices: {interfaces: [{name: lan, bridge: {}}]}}}") == R"(
r2.yaml:7:57: warning: interface "lan" has no MAC address of its own [changing-mac]
    7 |           spec: {domain: {devices: {interfaces: [{name: lan, bridge: {}}]}}}
      |                                                         ^~~
  It gets another one when the guest is moved or restarted, and leases and names of the old one no longer fit. Give it a macAddress, one that begins with 52:54:00.
)");
}

TEST_CASE("one with a MAC address keeps it") {
  CHECK(warnings_of_spec(find_changing_macs, "{}") == "\n");
}
