#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& fields) {
  return render(find_unknown_ssh_options(resolve({web("    ssh: {options: {" + fields + "}}\n")})));
}

}  // namespace

TEST_CASE("an option that ssh does not have is told, with a near match") {
  CHECK(warnings_about("StrictHostkeyCheking: no") == R"(
r.yaml:4:21: warning: ssh has no option "StrictHostkeyCheking" [unknown-ssh-option]
    4 |     ssh: {options: {StrictHostkeyCheking: no}}
      |                     ^~~~~~~~~~~~~~~~~~~~
  Did you mean "StrictHostKeyChecking"?
)");
}

TEST_CASE("options of ssh are right in any case") {
  for (const char* fields : {"StrictHostKeyChecking: no", "stricthostkeychecking: no", "SetEnv: [A=1]",
                             "GSSAPIKexAlgorithms: gss-curve25519-sha256-", "UseRoaming: no"}) {
    CAPTURE(fields);
    CHECK(warnings_about(fields) == "\n");
  }
}
