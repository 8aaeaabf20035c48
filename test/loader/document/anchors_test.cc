#include "loader/document/anchors.h"

#include "loader/document/read_yaml.h"
#include "loader/document/write_yaml.h"
#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string mistakes_in(const std::string& yaml) {
  return mistakes_of([&] { read_yaml(source(yaml)); });
}

std::string repeat(const std::string& text, int count) {
  std::string result;
  for (int i = 0; i < count; ++i) result += text;
  return result;
}

}  // namespace

TEST_CASE("anchors repeat their values") {
  CHECK(write_yaml(parse("x-a: &a {k: v}\nb: *a\nc: [&s text, *s]\n")) ==
        "x-a:\n  k: v\nb:\n  k: v\nc:\n- text\n- text\n");
}

TEST_CASE("an anchor may be set again") {
  CHECK(write_yaml(parse("[&a 1, *a, &a 2, *a]")) == "- 1\n- 1\n- 2\n- 2\n");
}

TEST_CASE("an unknown alias is an error, with a near match") {
  CHECK(mistakes_in("a: &small 1\nb: *smal\n") == R"(
r.yaml:2:4: error: unknown alias "*smal"
    2 | b: *smal
      |    ^~~~~
  Did you mean "small"?
)");
}

TEST_CASE("A14: an alias does not reach into another document") {
  CHECK(mistakes_in("a: &x 1\n---\nb: *x\n") == R"(
r.yaml:3:4: error: unknown alias "*x"
    3 | b: *x
      |    ^~
  An anchor is known only in its own document, below the place where it is set. A text that begins with "*" needs quotes: "*x".
)");
}

TEST_CASE("an alias inside its own anchor is an error") {
  CHECK(mistakes_in("a: &a [1, *a]\n") == R"(
r.yaml:1:11: error: alias "*a" is inside its own anchor
    1 | a: &a [1, *a]
      |           ^~
)");
}

TEST_CASE("aliases do not nest deeper than brackets") {
  const std::string deep = "- &a " + repeat("[", 60) + repeat("]", 60) + "\n";
  CHECK(mistakes_in(deep + "- " + repeat("[", 39) + "*a" + repeat("]", 39)) == "no error");
  CHECK(mistakes_in(deep + "-\n  " + repeat("[", 40) + "*a" + repeat("]", 40)) == R"(
r.yaml:3:43: error: nested deeper than 100 levels
    3 |   [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[*a]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
      |                                           ^~
)");
}

TEST_CASE("aliases that repeat too many values are refused") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string below = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeat(below + ", ", 9) + below + "]\n";
  }
  CHECK(mistakes_in(bomb) == R"(
r.yaml:6:45: error: aliases repeat more than 1000000 values
    6 | a5: &a5 [*a4, *a4, *a4, *a4, *a4, *a4, *a4, *a4, *a4, *a4]
      |                                             ^~~
)");
}

TEST_CASE("aliases that repeat too much text are refused") {
  const std::string long_text(1'000'000, 'x');
  CHECK(mistakes_in("- &a " + long_text + "\n" + repeat("- *a\n", 67)) == "no error");
  CHECK(mistakes_in("- &a " + long_text + "\n" + repeat("- *a\n", 68)) == R"(
r.yaml:69:3: error: aliases repeat more than 64 MiB of text
   69 | - *a
      |   ^~
)");
}
