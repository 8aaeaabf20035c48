#include "loader/configuration/variables/computed_variables.h"

#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("a value for a computed variable cannot win") {
  CHECK(render(find_computed_variables(parse("{vars: {VM_NAME: a, IMAGE_TAG: null, NAME: b}}"))) == R"(
r.yaml:1:9: warning: variable "VM_NAME" is computed: this value cannot win [computed-variable]
    1 | {vars: {VM_NAME: a, IMAGE_TAG: null, NAME: b}}
      |         ^~~~~~~
  Give the variable another name.
)");
  CHECK(find_computed_variables(parse("{vars: }")).empty());
  CHECK(find_computed_variables(parse("{name: VM_NAME}")).empty());
}
