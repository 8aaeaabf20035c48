#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& fields) {
  return render(find_command_variables(resolve({web("    vars: {" + fields + "}\n")})));
}

}  // namespace

TEST_CASE("what make would expand in a make variable is told") {
  CHECK(warnings_about("V1ALPHA1_SSH_HOST: $(hostname)") == R"out(
r.yaml:4:31: warning: make expands the "$(...)" in variable "V1ALPHA1_SSH_HOST" [command-variable]
    4 |     vars: {V1ALPHA1_SSH_HOST: $(hostname)}
      |                               ^~~~~~~~~~~
  The value is make text. Write "$$(...)" for a command of the shell.
)out");
}

TEST_CASE("what make leaves to the shell, and other variables, are right") {
  for (const char* fields : {"V1ALPHA1_IP_CMD: \"echo $$(hostname)\"", "V1ALPHA1_IP_CMD: echo", "A: $(hostname)"}) {
    CAPTURE(fields);
    CHECK(warnings_about(fields) == "\n");
  }
}
