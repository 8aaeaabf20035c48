#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& image_variables, const std::string& tags) {
  const auto registry =
      registry_of({"images:\n  - name: alpine\n    vars: " + image_variables + "\n    tags:\n" + tags});
  return warnings_of_registry(*registry, find_shadowed_variables);
}

std::string tag(const std::string& pattern, const std::string& variables) {
  return "      - {pattern: " + pattern + ", url: u, volumeName: v, vars: " + variables + "}\n";
}

}  // namespace

TEST_CASE("a variable of an image that all its tags override cannot win") {
  CHECK(warnings_about("{ARCH: x86, SHELL: ash}", tag("a", "{ARCH: arm}") + tag("b", "{ARCH: mips}")) == R"(
r.yaml:3:12: warning: variable "ARCH" cannot win: every tag of the image has a value of its own [shadowed-variable]
    3 |     vars: {ARCH: x86, SHELL: ash}
      |            ^~~~
  Remove it here.
r.yaml:5:58: note: the value of tag "a"
r.yaml:6:58: note: the value of tag "b"
)");
}

TEST_CASE("a variable that a tag leaves, clears or extends may win") {
  CHECK(warnings_about("{ARCH: x86}", tag("a", "{ARCH: arm}") + tag("b", "{}")) == "\n");
  CHECK(warnings_about("{ARCH: x86}", tag("a", "{ARCH: arm}") + tag("b", "{ARCH: }")) == "\n");
  CHECK(warnings_about("{ARCH: x86}", tag("a", "{ARCH: \"{ARCH}_64\"}")) == "\n");
  CHECK(warnings_about("{ARCH: x86}", tag("a", "{ARCH: \"<ARCH>_64\"}")) == "\n");
  CHECK(warnings_about("{ARCH: }", tag("a", "{ARCH: arm}")) == "\n");
  CHECK(warnings_about("{ARCH: x86}", "") == "\n");
}
