#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& text) {
  const auto registry = registry_of({text});
  return warnings_of_registry(*registry, find_unused_variables);
}

}  // namespace

TEST_CASE("a variable that no text uses is told wherever it is") {
  CHECK(warnings_about(R"(
nodes: [{name: lab, vars: {A: 1}}]
images:
  - {name: alpine, vars: {B: 1}, tags: [{pattern: x, url: u, volumeName: v, vars: {C: 1}}]}
templates: [{name: t, vars: {D: 1}}]
vms: [{name: web, vars: {E: 1}}]
)") == R"(
r.yaml:1:28: warning: variable "A" is not used: no text has {A} in it [unused-variable]
    1 | nodes: [{name: lab, vars: {A: 1}}]
      |                            ^
r.yaml:3:27: warning: variable "B" is not used: no text has {B} in it [unused-variable]
    3 |   - {name: alpine, vars: {B: 1}, tags: [{pattern: x, url: u, volumeName: v, vars: {C: 1}}]}
      |                           ^
r.yaml:3:84: warning: variable "C" is not used: no text has {C} in it [unused-variable]
    3 |   - {name: alpine, vars: {B: 1}, tags: [{pattern: x, url: u, volumeName: v, vars: {C: 1}}]}
      |                                                                                    ^
r.yaml:4:30: warning: variable "D" is not used: no text has {D} in it [unused-variable]
    4 | templates: [{name: t, vars: {D: 1}}]
      |                              ^
r.yaml:5:26: warning: variable "E" is not used: no text has {E} in it [unused-variable]
    5 | vms: [{name: web, vars: {E: 1}}]
      |                          ^
)");
}

TEST_CASE("a variable that only unused variables or itself use is unused") {
  CHECK(warnings_about("vms: [{name: web, vars: {A: '{B}', B: '{A}', C: 'x{C}'}}]") == R"(
r.yaml:1:26: warning: variable "A" is not used: no text has {A} in it [unused-variable]
    1 | vms: [{name: web, vars: {A: '{B}', B: '{A}', C: 'x{C}'}}]
      |                          ^
r.yaml:1:36: warning: variable "B" is not used: no text has {B} in it [unused-variable]
    1 | vms: [{name: web, vars: {A: '{B}', B: '{A}', C: 'x{C}'}}]
      |                                    ^
r.yaml:1:46: warning: variable "C" is not used: no text has {C} in it [unused-variable]
    1 | vms: [{name: web, vars: {A: '{B}', B: '{A}', C: 'x{C}'}}]
      |                                              ^
)");
}

TEST_CASE("variables that texts, used variables or provisioners use are used") {
  CHECK(warnings_about("vms: [{name: web, vars: {A: 1, B: '{A}', D: 2, READ: '<D>'}, description: 'x {B}'}]") == "\n");
  CHECK(warnings_about("vms: [{name: web, vars: {A: 1}, image: 'debian:{A}'}]") == "\n");
  CHECK(warnings_about("nodes: [{name: lab, vars: {A: 1}, libvirt: {connection: {uri: 'qemu://{A}'}}}]") == "\n");
  CHECK(warnings_about("vms: [{name: web, vars: {A: null}}]") == "\n");
}

TEST_CASE("what is raw or a literal uses no variable, and vars of cloud-init are none") {
  CHECK(warnings_about("vms: [{name: web, vars: {A: 1}, description: !raw '{A}'}]") != "\n");
  CHECK(warnings_about("vms: [{name: web, vars: {A: 1}, description: '{{A}}'}]") != "\n");
  CHECK(warnings_about("vms: [{name: web, cloudInit: {noCloud: {data: {user-data: {vars: {A: 1}}}}}}]") == "\n");
}

TEST_CASE("a variable may be used in a file of a build") {
  const auto build = [](const std::string& fields) {
    return warnings_about("images: [{name: box, vars: {A: 1}, build: {steps: [{name: a, copy: {from: a, to: /a}" +
                          fields + "}]}, tags: []}]");
  };
  CHECK(build(", template: true") == "\n");
  CHECK(build(", template: false") == R"(
r.yaml:1:29: warning: variable "A" is not used: no text has {A} in it [unused-variable]
    1 | images: [{name: box, vars: {A: 1}, build: {steps: [{name: a, copy: {from: a, to: /a}, template: false}]}, tags: []}]
      |                             ^
)");
}
