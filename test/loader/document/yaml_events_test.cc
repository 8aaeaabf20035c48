#include "loader/document/yaml_events.h"

#include "loader/document/read_yaml.h"
#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string mistakes_in(const std::string& yaml) {
  return mistakes_of([&] { read_yaml(source(yaml)); });
}

}  // namespace

TEST_CASE("A2: bad YAML is reported with its source and line") {
  CHECK(mistakes_in("vms:\n  - name: web\n   image: x\n") == R"(
r.yaml:3:4: error: "image" is in column 4, where no map has its keys
    3 |    image: x
      |    ^~~~~
  The keys of maps above begin in column 1 (line 1) or in column 5 (line 2).
)");
  CHECK(mistakes_in("a: \"text\n") == R"(
r.yaml:1:4: error: the quotes that begin here are not closed
    1 | a: "text
      |    ^
  Write "text".
)");
  CHECK(mistakes_in("a:\n\t- b\n") == R"(
r.yaml:2:1: error: a tab cannot indent
    2 |         - b
      | ^~~~~~~~
  Indent with blanks.
)");
  CHECK(mistakes_in("a: @x\n") == R"(
r.yaml:1:4: error: a text that begins with "@" needs quotes
    1 | a: @x
      |    ^~
  Write "@x".
)");
}

TEST_CASE("a text that begins with what YAML keeps for itself is told to be quoted") {
  CHECK(mistakes_in("ssh: {password: %x}\n") == R"(
r.yaml:1:17: error: a text that begins with "%" needs quotes
    1 | ssh: {password: %x}
      |                 ^~
  Write "%x".
)");
  CHECK(mistakes_in("- `x`\n") == R"(
r.yaml:1:3: error: a text that begins with "`" needs quotes
    1 | - `x`
      |   ^~~
  Write "`x`".
)");
}

TEST_CASE("a value that begins with an unquoted variable is told to be quoted") {
  CHECK(mistakes_in("name: {VM_NAME}-x\n") == R"(
r.yaml:1:7: error: a text that begins with "{" needs quotes
    1 | name: {VM_NAME}-x
      |       ^~~~~~~~~~~
  Write "{VM_NAME}-x".
)");
  CHECK(mistakes_in("vms:\n  - {VM_NAME}.qcow2\n  - b\n") == R"(
r.yaml:2:5: error: a text that begins with "{" needs quotes
    2 |   - {VM_NAME}.qcow2
      |     ^~~~~~~~~~~~~~~
  Write "{VM_NAME}.qcow2".
)");
  CHECK(mistakes_in("a: {name: {VM_NAME}/b, c: d}\n") == R"(
r.yaml:1:11: error: a text that begins with "{" needs quotes
    1 | a: {name: {VM_NAME}/b, c: d}
      |           ^~~~~~~~~~~
  Write "{VM_NAME}/b".
)");
}

TEST_CASE("bad YAML elsewhere does not blame a map that is one") {
  CHECK(mistakes_in("x-a: {VM_NAME}\n\n\nb: @x\n") == R"(
r.yaml:4:4: error: a text that begins with "@" needs quotes
    4 | b: @x
      |    ^~
  Write "@x".
)");
}

TEST_CASE("bytes that are not UTF-8 are reported where they stand") {
  CHECK(mistakes_in("a: b\nä: caf\xE9!\n") == R"(
r.yaml:2:7: error: the source is not UTF-8
    2 | ä: caf?!
      |       ^
  Convert it with iconv(1).
)");
  CHECK(mistakes_in("\xFF\xFE"
                    "a") == R"(
r.yaml:1:1: error: the source is not UTF-8
    1 | ??a
      | ^
  Convert it with iconv(1).
)");
}

TEST_CASE("control characters are reported where they stand") {
  CHECK(mistakes_in("a: b\nc: d\x1B[0m\n") == R"(
r.yaml:2:5: error: control character U+001B is not allowed
    2 | c: d?[0m
      |     ^
  In a double-quoted text it may be written as an escape, such as "\x1b".
)");
  CHECK(mistakes_in(std::string("a: \0b", 5)) == R"(
r.yaml:1:4: error: control character U+0000 is not allowed
    1 | a: ?b
      |    ^
  In a double-quoted text it may be written as an escape, such as "\x1b".
)");
}
