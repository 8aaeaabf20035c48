#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("a template that nothing inherits from is unused, and so are its own") {
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
r.yaml:2:11: warning: nothing inherits from the templates "small", "left" and "over" [unused-template]
    2 |   - name: small
      |           ^~~~~
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
r.yaml:2:12: warning: no VM has the image "alpine" [unused-image]
    2 |   - {name: alpine, tags: []}
      |            ^~~~~~
)");
}

TEST_CASE("a library is told in one line, less what a comment allows") {
  std::string text = "images:\n";
  for (int number = 1; number <= 13; ++number) {
    const std::string comment = number == 1 || number == 3 ? "  # vmp: allow unused-image" : "";
    text += "  - {name: i" + std::to_string(number) + ", tags: []}" + comment + "\n";
  }
  const auto registry = registry_of({text + "vms: [{name: web, template: base, image: 'debian:12'}]\n"});
  CHECK(warnings_of_registry(*registry, find_unused_images) == R"(
r.yaml:3:12: warning: no VM has the images "i2", "i4", "i5", "i6", "i7", "i8", "i9", "i10", "i11", "i12" and 1 more [unused-image]
    3 |   - {name: i2, tags: []}
      |            ^~
)");
}

TEST_CASE("images and templates that builds need are used") {
  const auto registry = registry_of({R"(
templates: [{name: sealed, kind: image}]
images:
  - {name: alpine, tags: []}
  - {name: iso, tags: []}
  - {name: web, template: sealed, tags: [{pattern: ^1$, volumeName: a, build: {from: {image: "alpine:3"}}}]}
  - {name: shop, tags: [{pattern: 1, volumeName: b, build: {from: {install: {cdrom: "iso:1"}}}}]}
vms: [{name: web, template: base}]
)"});
  CHECK(warnings_of_registry(*registry, find_unused_templates) == "\n");
  CHECK(warnings_of_registry(*registry, find_unused_images) == R"(
r.yaml:6:12: warning: no VM has the image "shop" [unused-image]
    6 |   - {name: shop, tags: [{pattern: 1, volumeName: b, build: {from: {install: {cdrom: "iso:1"}}}}]}
      |            ^~~~
)");
}
