#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& text) {
  const auto registry = registry_of({web("    vars: {SITE: s}\n    description: " + text + "\n")});
  return warnings_of_registry(*registry, find_dollar_variables);
}

}  // namespace

TEST_CASE("a variable that is written as in a shell is told") {
  CHECK(warnings_about("'on ${SITE} and \\${VM_NAME}'") == R"(
r.yaml:5:22: warning: "${SITE}" becomes "$" and the value of the variable "SITE" [dollar-variable]
    5 |     description: 'on ${SITE} and \${VM_NAME}'
      |                      ^~~~~~~
  Write "{SITE}" for the value, and "${{SITE}}" for a variable of the shell.
r.yaml:5:35: warning: "${VM_NAME}" becomes "$" and the value of the variable "VM_NAME" [dollar-variable]
    5 |     description: 'on ${SITE} and \${VM_NAME}'
      |                                   ^~~~~~~~~~
  Write "{VM_NAME}" for the value, and "${{VM_NAME}}" for a variable of the shell.
)");
}

TEST_CASE("variables, a shell's own, and hashes with a variable's salt are right") {
  for (const char* text :
       {"'{SITE}'", "'${{SITE}}'", "'$6${SITE}$abc'", "'$${SITE}'", "!raw '${SITE}'", "'${{A:-b}}'"}) {
    CAPTURE(text);
    CHECK(warnings_about(text) == "\n");
  }
}
