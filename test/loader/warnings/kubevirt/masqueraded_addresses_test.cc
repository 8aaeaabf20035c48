#include "test/catch.h"
#include "test/loader/warnings/kubevirt/clustered_warnings.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& card) {
  return warnings_of_spec(
      find_masqueraded_addresses, "{}",
      "    cloudInit: {noCloud: {data: {network-config: {version: 2, ethernets: {e: " + card + "}}}}}\n");
}

}  // namespace

TEST_CASE("KubeVirt gives a masqueraded card its address") {
  CHECK(warnings_about("{addresses: [10.0.0.2/24]}") == R"(
r2.yaml:8:79: warning: interface "default" is masqueraded, where KubeVirt gives the guest its address [masqueraded-address]
    8 |     cloudInit: {noCloud: {data: {network-config: {version: 2, ethernets: {e: {addresses: [10.0.0.2/24]}}}}}}
      |                                                                               ^~~~~~~~~
  Write "dhcp4: true", or give the VM a secondary network (multus) for a fixed address.
)");
  CHECK(warnings_about("{match: {macaddress: '52:54:00:00:00:01'}, addresses: [10.0.0.2/24]}") != "\n");
}

TEST_CASE("DHCP there, and a fixed address of another card, are right") {
  CHECK(warnings_about("{dhcp4: true}") == "\n");
  CHECK(warnings_about("{match: {macaddress: '52:54:00:00:00:02'}, addresses: [10.0.0.2/24]}") == "\n");
}
