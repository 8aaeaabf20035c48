#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("a value for a computed variable is told also where no VM gets it") {
  const auto registry = registry_of({R"(
images: [{name: box, tags: [{pattern: 1$, url: u, volumeName: v, vars: {IMAGE_TAG: 2}}]}]
templates: [{name: spare, vars: {VM_NAME: x}}]
)"});
  CHECK(warnings_of_registry(*registry, find_overridden_variables) == R"(
r.yaml:1:73: warning: variable "IMAGE_TAG" is computed: this value cannot win [computed-variable]
    1 | images: [{name: box, tags: [{pattern: 1$, url: u, volumeName: v, vars: {IMAGE_TAG: 2}}]}]
      |                                                                         ^~~~~~~~~
  Give the variable another name.
r.yaml:2:34: warning: variable "VM_NAME" is computed: this value cannot win [computed-variable]
    2 | templates: [{name: spare, vars: {VM_NAME: x}}]
      |                                  ^~~~~~~
  Give the variable another name.
)");
}
