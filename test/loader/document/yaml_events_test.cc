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
r.yaml:3:4: error: bad YAML: did not find expected '-' indicator while parsing a block collection
    3 |    image: x
      |    ^
r.yaml:2:3: note: it began here
)");
  CHECK(mistakes_in("a: \"text\n") == R"(
r.yaml:2:1: error: bad YAML: found unexpected end of stream while scanning a quoted scalar
    2 |
      | ^
r.yaml:1:4: note: it began here
)");
  CHECK(mistakes_in("a:\n\t- b\n") == R"(
r.yaml:2:1: error: bad YAML: found character that cannot start any token while scanning for the next token
    2 |         - b
      | ^
)");
  CHECK(mistakes_in("a: @x\n") == R"(
r.yaml:1:4: error: bad YAML: found character that cannot start any token while scanning for the next token
    1 | a: @x
      |    ^
  A text that begins with "@" needs quotes.
)");
}

TEST_CASE("a text that begins with what YAML keeps for itself is told to be quoted") {
  CHECK(mistakes_in("ssh: {password: %x}\n") == R"(
r.yaml:1:17: error: bad YAML: found character that cannot start any token while scanning for the next token
    1 | ssh: {password: %x}
      |                 ^
  A text that begins with "%" needs quotes.
)");
  CHECK(mistakes_in("- `x`\n") == R"(
r.yaml:1:3: error: bad YAML: found character that cannot start any token while scanning for the next token
    1 | - `x`
      |   ^
  A text that begins with "`" needs quotes.
)");
}

TEST_CASE("a value that begins with an unquoted variable is told to be quoted") {
  CHECK(mistakes_in("name: {VM_NAME}-x\n") == R"(
r.yaml:1:16: error: bad YAML: did not find expected key while parsing a block mapping
    1 | name: {VM_NAME}-x
      |                ^
  A text that begins with a brace needs quotes: "{VM_NAME}-x".
)");
  CHECK(mistakes_in("vms:\n  - {VM_NAME}.qcow2\n  - b\n") == R"(
r.yaml:2:14: error: bad YAML: did not find expected '-' indicator while parsing a block collection
    2 |   - {VM_NAME}.qcow2
      |              ^
  A text that begins with a brace needs quotes: "{VM_NAME}.qcow2".
)");
  CHECK(mistakes_in("a: {name: {VM_NAME}/b, c: d}\n") == R"(
r.yaml:1:20: error: bad YAML: did not find expected ',' or '}' while parsing a flow mapping
    1 | a: {name: {VM_NAME}/b, c: d}
      |                    ^
  A text that begins with a brace needs quotes: "{VM_NAME}/b".
)");
}

TEST_CASE("bad YAML elsewhere does not blame a map that is one") {
  CHECK(mistakes_in("x-a: {VM_NAME}\n\n\nb: @x\n") == R"(
r.yaml:4:4: error: bad YAML: found character that cannot start any token while scanning for the next token
    4 | b: @x
      |    ^
  A text that begins with "@" needs quotes.
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
