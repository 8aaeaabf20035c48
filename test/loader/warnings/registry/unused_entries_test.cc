#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("a template that no VM inherits from is unused, and so are its own") {
  const auto registry = registry_of({R"(
templates:
  - name: small
  - {name: left, template: small}
  - {name: over, templates: [left, base]}
  - {name: web}
vms:
  - {name: web, templates: [base, web]}
)"});
  CHECK(warnings_of_registry(*registry, find_unused_templates) == R"(
r.yaml:2:11: warning: template "small" is not used: no VM inherits from it [unused-template]
    2 |   - name: small
      |           ^~~~~
r.yaml:3:12: warning: template "left" is not used: no VM inherits from it [unused-template]
    3 |   - {name: left, template: small}
      |            ^~~~
r.yaml:4:12: warning: template "over" is not used: no VM inherits from it [unused-template]
    4 |   - {name: over, templates: [left, base]}
      |            ^~~~
)");
}

TEST_CASE("templates in a cycle or without a definition end the search") {
  const auto registry =
      registry_of({"templates: [{name: a, template: b}, {name: b, template: a}]\n"
                   "vms: [{name: web, templates: [a, nowhere, base]}]"});
  CHECK(warnings_of_registry(*registry, find_unused_templates) == "\n");
}

TEST_CASE("an image that no VM has is unused, however the reference is written") {
  const auto registry = registry_of({R"(
images:
  - {name: alpine, tags: []}
vms:
  - {name: web, template: base, vars: {NAME: debian}, image: "{NAME}:12"}
)"});
  CHECK(warnings_of_registry(*registry, find_unused_images) == R"(
r.yaml:2:12: warning: image "alpine" is not used: no VM has it [unused-image]
    2 |   - {name: alpine, tags: []}
      |            ^~~~~~
)");
}
