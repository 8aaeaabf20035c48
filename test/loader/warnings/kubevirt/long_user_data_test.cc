#include <cstddef>
#include <string>

#include "test/catch.h"
#include "test/loader/warnings/kubevirt/clustered_warnings.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("KubeVirt takes 2048 bytes of user data in a VM's spec") {
  const auto warnings_about = [](std::size_t bytes) {
    return warnings_of_spec(find_long_user_data,
                            "\n            volumes:\n              - name: own\n                cloudInitNoCloud:\n"
                            "                  userData: \"" +
                                std::string(bytes, 'a') + "\"");
  };
  CHECK(warnings_about(2048) == "\n");
  CHECK(warnings_about(2049) == R"(
r2.yaml:11:29: warning: "userData" has 2049 bytes, of which KubeVirt takes 2048 [long-user-data]
   11 |                   userData: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...
      |                             ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  Write it under "cloudInit": vmp makes a Secret of that.
)");
}
