#include "loader/registry/section.h"

#include "loader/document/write_yaml.h"
#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// One list of entries after the other, from r1.yaml, r2.yaml, ...
Section fold(const std::vector<std::string>& lists, Diagnostics& mistakes) {
  Section section("VM");
  for (std::size_t i = 0; i < lists.size(); ++i) {
    section.fold(parse(lists[i], "r" + std::to_string(i + 1) + ".yaml"), mistakes);
  }
  return section;
}

std::string folded(const std::vector<std::string>& lists) {
  Diagnostics mistakes;
  const Section section = fold(lists, mistakes);
  CHECK(render(mistakes) == "\n");
  return write_yaml(Value::list(section.entries()));
}

std::string mistakes_of_get(const std::vector<std::string>& lists, const std::string& name) {
  Diagnostics mistakes;
  const Section section = fold(lists, mistakes);
  return mistakes_of([&] { section.get(parse(name, "use.yaml"), name); });
}

}  // namespace

TEST_CASE("entries of later documents merge with those of their name, new ones follow") {
  CHECK(folded({"[{name: a, x: 1}, {name: b}]", "[{name: c}, {name: a, y: 2}]"}) ==
        write_yaml(parse("[{name: a, x: 1, y: 2}, {name: b}, {name: c}]")));
}

TEST_CASE("A6: an empty section means nothing") {
  CHECK(folded({"~", "[{name: a}]", "~", "[]"}) == "- name: a\n");
}

TEST_CASE("B9: names are compared as text") {
  CHECK(folded({"[{name: 010, x: 1}]", "[{name: '010', y: 2}, {name: 8}]"}) ==
        write_yaml(parse("[{name: '010', x: 1, y: 2}, {name: 8}]")));
}

TEST_CASE("entries are found by name") {
  Diagnostics mistakes;
  const Section section = fold({"[{name: a, x: 1}, {name: b}]"}, mistakes);
  CHECK(section.find("a")->find("x")->text() == "1");
  CHECK(section.find("c") == nullptr);
  CHECK(section.names() == std::vector<std::string>{"a", "b"});
  CHECK(&section.get(Value(), "b") == section.find("b"));
}

TEST_CASE("A9: every name that a list has twice is an error") {
  Diagnostics mistakes;
  fold({"[{name: a}]", "[{name: a},\n {name: b},\n {name: a}, {name: b}]"}, mistakes);
  CHECK(render(mistakes) == R"(
r2.yaml:3:9: error: VM "a" is defined twice
    3 |  {name: a}, {name: b}]
      |         ^
  Entries of one name are merged only if they are in different documents.
r2.yaml:1:9: note: first defined here
r2.yaml:3:20: error: VM "b" is defined twice
    3 |  {name: a}, {name: b}]
      |                    ^
  Entries of one name are merged only if they are in different documents.
r2.yaml:2:9: note: first defined here
)");
}

TEST_CASE("A1: an unknown name is an error, with a near match and its place") {
  CHECK(mistakes_of_get({"[{name: web}, {name: db}]"}, "wbe") == R"(
use.yaml:1:1: error: VM "wbe" is not defined
    1 | wbe
      | ^~~
  Did you mean "web"? It is defined at r1.yaml:1:9.
)");
  CHECK(mistakes_of_get({"[{name: web}, {name: db}]"}, "other") == R"(
use.yaml:1:1: error: VM "other" is not defined
    1 | other
      | ^~~~~
  The VMs are "web" and "db".
)");
  CHECK(mistakes_of_get({}, "web") == R"(
use.yaml:1:1: error: VM "web" is not defined
    1 | web
      | ^~~
  The registry defines no VM.
)");
}
