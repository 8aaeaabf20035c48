#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& network) {
  const std::string vm = web("    libvirt: {domain: {virtInstall: {network: " + network + "}}}\n");
  return render(find_bad_macs(resolve({vm})));
}

}  // namespace

TEST_CASE("a network card cannot have the MAC address of a group") {
  CHECK(warnings_about("[{name: a, options: {mac.address: 53:54:00:12:34:56}}]") == R"(
r.yaml:4:81: warning: "53:54:00:12:34:56" is the MAC address of a group, not of a network card [bad-mac]
    4 |     libvirt: {domain: {virtInstall: {network: [{name: a, options: {mac.address: 53:54:00:12:34:56}}]}}}
      |                                                                                 ^~~~~~~~~~~~~~~~~
  The second digit must be even: 52:54:00:12:34:56.
)");
}

TEST_CASE("proper MAC addresses, RANDOM, and none are right") {
  for (const char* network : {"[{name: a, options: {mac: 52:54:00:AB:cd:eF}}]", "[{name: a, options: {mac: RANDOM}}]",
                              "[{name: a, options: {bridge: br0}}]", "bridge=br0", "none"}) {
    CHECK(warnings_about(network) == "\n");
  }
}
