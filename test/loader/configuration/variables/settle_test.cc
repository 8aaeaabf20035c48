#include "loader/configuration/variables/settle.h"

#include "loader/configuration/variables/variables.h"
#include "loader/document/merge.h"
#include "loader/document/write_yaml.h"
#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

Value settle_with(Diagnostics& mistakes, const std::string& key, const Value& value) {
  Variables variables(mistakes);
  variables.add_layer(parse("{NAME: web, LINES: \"a\\nb\", NO: no}"));
  return settle(key, value, variables, mistakes);
}

std::string settled(const std::string& key, const std::string& yaml) {
  Diagnostics mistakes;
  const std::string text = write_yaml(settle_with(mistakes, key, parse(yaml)));
  CHECK(render(mistakes) == "\n");
  return text;
}

std::string mistakes_in(const std::string& key, const std::string& yaml) {
  Diagnostics mistakes;
  settle_with(mistakes, key, parse(yaml));
  return render(mistakes);
}

}  // namespace

TEST_CASE("B15: every scalar of a VM becomes text") {
  CHECK(settled("ssh", "{user: <NAME>, options: {StrictHostKeyChecking: no, Port: 22, LogLevel: null}}") ==
        "user: web\noptions:\n  StrictHostKeyChecking: \"no\"\n  Port: \"22\"\n");
}

TEST_CASE("B3: options of virt-install keep their flags, quoted ones are text") {
  CHECK(
      settled("libvirt", "domain: {virtInstall: {import: true, console: 'no', graphics: none, memory: 2048, x: ~}}") ==
      "domain:\n  virtInstall:\n    import: true\n    console: \"no\"\n    graphics: none\n    memory: \"2048\"\n");
  CHECK(settled("libvirt", "{domain: {virtInstall: {a: '{NO}', disk: [{name: on, options: {readonly: yes}}]}}}") ==
        "domain:\n  virtInstall:\n    a: \"no\"\n    disk:\n    - name: on\n      options:\n        readonly: yes\n");
}

TEST_CASE("cloud-init's data keep all that YAML has") {
  CHECK(settled("cloudInit", R"(
noCloud:
  data:
    user-data: {a: 1, b: no, c: null, d: "1", e: [~, 0644], f: "{NAME}"}
    vendor-data: null
)") == R"(noCloud:
  data:
    user-data:
      a: 1
      b: no
      c: null
      d: "1"
      e:
      - ~
      - 0644
      f: web
)");
}

TEST_CASE("what a null cleared is gone, in cloud-init's data too") {
  Diagnostics mistakes;
  const Value merged = merge_strategically(parse("{data: {user-data: {a: 1, b: {c: 1}}}, x: {y: 1}}"),
                                           parse("{data: {user-data: {a: null, b: {c: null}}}, x: {y: null}}"));
  CHECK(write_yaml(settle_with(mistakes, "noCloud", merged)) == "data:\n  user-data:\n    b: {}\nx: {}\n");
}

TEST_CASE("keys are left alone") {
  CHECK(settled("cloudInit", "{data: {user-data: {'{NAME}': x}}}") == "data:\n  user-data:\n    \"{NAME}\": x\n");
}

TEST_CASE("line breaks are refused where they have no meaning") {
  CHECK(mistakes_in("libvirt", R"(
domain:
  virtInstall:
    metadata: |
      title=x
    extra: "{LINES}"
    ok: >-
      a
      b
)") == R"(
r.yaml:3:15: error: "metadata" holds a line break
    3 |     metadata: |
      |               ^
  Write "|-" or ">-" for a block without its last line break.
r.yaml:5:12: error: "extra" holds a line break
    5 |     extra: "{LINES}"
      |            ^~~~~~~~~
  The text becomes a part of a line in a Makefile, which cannot hold it. Write it in one line; ">-" folds several into one.
)");
  CHECK(mistakes_in("ssh", R"({password: "a\tb"})") == R"(
r.yaml:1:12: error: "password" holds the control character U+0009
    1 | {password: "a\tb"}
      |            ^~~~~~
  The text becomes a part of a line in a Makefile, which cannot hold it. Write blanks instead of the tab.
)");
}

TEST_CASE("line breaks stay in descriptions and in cloud-init's data") {
  CHECK(settled("description", "|\n  one\n  two\n") == "\"one\\ntwo\\n\"\n");
  CHECK(settled("cloudInit", "noCloud:\n  data:\n    user-data: |\n      #!/bin/sh\n      true\n") ==
        "noCloud:\n  data:\n    user-data: |\n      #!/bin/sh\n      true\n");
}

TEST_CASE("a variable that was not quoted is a warning where maps are allowed") {
  CHECK(mistakes_in("cloudInit", "{noCloud: {data: {user-data: {fqdn: {NAME}, list: [{NAME}]}}}}") == R"(
r.yaml:1:38: warning: this is a map with the key "NAME", not the variable [unquoted-variable]
    1 | {noCloud: {data: {user-data: {fqdn: {NAME}, list: [{NAME}]}}}}
      |                                      ^~~~
  A text that begins with a brace needs quotes: "{NAME}".
r.yaml:1:53: warning: this is a map with the key "NAME", not the variable [unquoted-variable]
    1 | {noCloud: {data: {user-data: {fqdn: {NAME}, list: [{NAME}]}}}}
      |                                                     ^~~~
  A text that begins with a brace needs quotes: "{NAME}".
)");
  CHECK(settled("cloudInit", "noCloud:\n  data:\n    user-data:\n      a: {b}\n      c:\n        NAME:\n") != "");
}

TEST_CASE("a VM whose texts expand too far is refused") {
  Diagnostics mistakes;
  Variables variables(mistakes);
  variables.add("LONG", Value::scalar(std::string(20U << 20U, 'x')));
  const Value list = parse("a:\n- \"{LONG}\"\n- \"{LONG}\"\n");
  CHECK(mistakes_of([&] { settle("data", list, variables, mistakes); }) == R"(
r.yaml:3:3: error: variables expand to more than 32 MiB
    3 | - "{LONG}"
      |   ^~~~~~~~
)");
}
