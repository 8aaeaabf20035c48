#include "loader/registry/inheritance.h"

#include <fmt/format.h>

#include "loader/document/merge.h"
#include "loader/document/write_yaml.h"
#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// What a VM's `template` or `templates` bring.
struct Inherited {
  std::string fields;     // as YAML
  std::string templates;  // "base web"
  std::string mistakes;
};

Inherited inherit(const std::string& templates, const std::string& vm) {
  Section section("template");
  Diagnostics mistakes;
  section.fold(parse(templates), mistakes);
  CHECK(mistakes.empty());
  Inheritance inheritance = Templates(section).inherited_by(parse(vm, "vm.yaml"), kVmKind);
  std::string names;
  for (const Value* entry : inheritance.templates) {
    names += (names.empty() ? "" : " ") + entry->find("name")->text();
  }
  sort_and_unique(inheritance.mistakes);
  return {write_yaml(remove_cleared(inheritance.merged)), names, render(inheritance.mistakes)};
}

std::string chain_of(int length, bool is_reversed) {
  std::vector<std::string> entries;
  for (int i = 0; i < length; ++i) {
    entries.push_back(i == 0 ? "- name: t0\n" : fmt::format("- {{name: t{}, template: t{}}}\n", i, i - 1));
  }
  if (is_reversed) std::reverse(entries.begin(), entries.end());
  std::string yaml;
  for (const std::string& entry : entries) yaml += entry;
  return yaml;
}

}  // namespace

TEST_CASE("a VM without templates inherits nothing") {
  CHECK(inherit("[{name: a, x: 1}]", "{name: v}").fields == "{}\n");
  CHECK(inherit("[{name: a, x: 1}]", "{name: v, template: null}").fields == "{}\n");
  CHECK(inherit("[{name: a, x: 1}]", "{name: v, templates: []}").fields == "{}\n");
}

TEST_CASE("C1: a template may be given in four ways") {
  for (const char* vm : {"{name: v, template: a}", "{name: v, templates: [a]}", "{name: v, templates: a}",
                         "{name: v, template: a, templates: null}"}) {
    CAPTURE(vm);
    CHECK(inherit("[{name: a, x: 1}]", vm).fields == "x: 1\n");
  }
}

TEST_CASE("templates apply in order, later ones win") {
  const char* templates = "[{name: a, x: 1, y: 1}, {name: b, x: 2}]";
  CHECK(inherit(templates, "{name: v, templates: [a, b]}").fields == "x: 2\ny: 1\n");
  CHECK(inherit(templates, "{name: v, templates: [b, a]}").fields == "x: 1\ny: 1\n");
}

TEST_CASE("a template brings all its ancestors, wherever they are defined") {
  const Inherited inherited =
      inherit("[{name: c, template: b, z: 3}, {name: b, templates: [a], y: 2}, {name: a, x: 1, y: 1, z: 1}]",
              "{name: v, template: c}");
  CHECK(inherited.fields == "x: 1\ny: 2\nz: 3\n");
  CHECK(inherited.templates == "a b c");
}

TEST_CASE("a shared ancestor is applied again by the later heir") {
  const Inherited inherited =
      inherit("[{name: base, x: 1}, {name: a, template: base, x: 2}, {name: b, template: base, y: 2}]",
              "{name: v, templates: [a, b]}");
  CHECK(inherited.fields == "x: 1\ny: 2\n");
  CHECK(inherited.templates == "a base b");
}

TEST_CASE("C14: a template that is listed twice is applied twice") {
  const Inherited inherited = inherit("[{name: t, x: 1}, {name: u, x: 2, y: 2}]", "{name: v, templates: [t, u, t]}");
  CHECK(inherited.fields == "x: 1\ny: 2\n");
  CHECK(inherited.templates == "u t");
}

TEST_CASE("C15: a template's own name, description and templates are not inherited") {
  CHECK(inherit("[{name: a}, {name: b, description: d, templates: [a], x: 1}]", "{name: v, template: b}").fields ==
        "x: 1\n");
}

TEST_CASE("a null removes what an ancestor or an earlier template gave") {
  CHECK(
      inherit("[{name: a, x: {y: 1, z: 1}}, {name: b, template: a, x: {y: null}}]", "{name: v, template: b}").fields ==
      "x:\n  z: 1\n");
  CHECK(inherit("[{name: a, x: 1, y: 1}, {name: b, x: null}]", "{name: v, templates: [a, b]}").fields == "y: 1\n");
  CHECK(inherit("[{name: a, x: 1, y: 1}, {name: b, x: null}]", "{name: v, templates: [b, a]}").fields ==
        "x: 1\ny: 1\n");
}

TEST_CASE("every unknown template is an error, with a near match") {
  CHECK(inherit("[{name: base}]", "name: v\ntemplates: [bsae, base, other]\n").mistakes == R"(
vm.yaml:2:13: error: template "bsae" is not defined
    2 | templates: [bsae, base, other]
      |             ^~~~
  Did you mean "base"? It is defined at r.yaml:1:9.
vm.yaml:2:25: error: template "other" is not defined
    2 | templates: [bsae, base, other]
      |                         ^~~~~
  The only template is "base".
)");
}

TEST_CASE("a mistake of an ancestor is one of its heirs, once") {
  CHECK(inherit("- {name: a, template: none}\n- {name: b, template: a}\n- {name: c, template: a}\n",
                "{name: v, templates: [b, c]}")
            .mistakes == R"(
r.yaml:1:23: error: template "none" is not defined
    1 | - {name: a, template: none}
      |                       ^~~~
  The templates are "a", "b" and "c".
)");
}

TEST_CASE("a mistake of a template hurts its heirs only, and is known") {
  CHECK(inherit("[{name: a, template: none}, {name: b}]", "{name: v, template: b}").mistakes == "\n");
  Section section("template");
  Diagnostics mistakes;
  section.fold(parse("[{name: a, template: none}, {name: b, template: a}]"), mistakes);
  CHECK(render(Templates(section).mistakes()) == R"(
r.yaml:1:22: error: template "none" is not defined
    1 | [{name: a, template: none}, {name: b, template: a}]
      |                      ^~~~
  The templates are "a" and "b".
)");
}

TEST_CASE("C3: a cycle is an error that shows the chain and its places") {
  CHECK(inherit("- name: a\n  template: b\n- name: b\n  templates: [c]\n- name: c\n  template: a\n",
                "{name: v, template: c}")
            .mistakes == R"(
r.yaml:6:13: error: template "a" inherits from itself: a -> b -> c -> a
    6 |   template: a
      |             ^
r.yaml:1:9: note: template "a" is defined here
r.yaml:3:9: note: template "b" is defined here
r.yaml:5:9: note: template "c" is defined here
)");
  CHECK(inherit("- name: a\n  template: a\n", "{name: v, template: a}").mistakes == R"(
r.yaml:2:13: error: template "a" inherits from itself: a -> a
    2 |   template: a
      |             ^
r.yaml:1:9: note: template "a" is defined here
)");
}

TEST_CASE("C2: both keys together are an error, where two sources bring them too") {
  const Value vm =
      merge_strategically(parse("{name: v, template: a}", "one.yaml"), parse("{name: v, templates: [a]}", "two.yaml"));
  Section section("template");
  Diagnostics mistakes;
  section.fold(parse("[{name: a}]"), mistakes);
  CHECK(render(Templates(section).inherited_by(vm, kVmKind).mistakes) == R"(
two.yaml:1:11: error: "template" and "templates" are given together
    1 | {name: v, templates: [a]}
      |           ^~~~~~~~~
  Name all of them under "templates", in the order in which they apply.
one.yaml:1:11: note: "template" is given here
)");
}

TEST_CASE("one key may take the place of the other with a null") {
  const Value vm = merge_strategically(parse("{name: v, template: a}"), parse("{template: null, templates: [b]}"));
  Section section("template");
  Diagnostics mistakes;
  section.fold(parse("[{name: a, x: 1}, {name: b, y: 2}]"), mistakes);
  const Inheritance inheritance = Templates(section).inherited_by(vm, kVmKind);
  CHECK(inheritance.mistakes.empty());
  CHECK(write_yaml(inheritance.merged) == "y: 2\n");
}

TEST_CASE("templates may inherit 1000 deep, not deeper, in whatever order they stand") {
  CHECK(inherit(chain_of(1000, false), "{name: v, template: t999}").mistakes == "\n");
  CHECK(inherit(chain_of(1000, true), "{name: v, template: t999}").mistakes == "\n");
  CHECK(mistakes_of([] { inherit(chain_of(1001, false), "{name: v}"); }) == R"(
r.yaml:1001:10: error: templates inherit deeper than 1000 levels
 1001 | - {name: t1000, template: t999}
      |          ^~~~~
)");
  CHECK(mistakes_of([] { inherit(chain_of(1001, true), "{name: v}"); }) == R"(
r.yaml:1001:9: error: templates inherit deeper than 1000 levels
 1001 | - name: t0
      |         ^~
)");
}

TEST_CASE("templates may bring a million values, not more") {
  std::string yaml = "- name: t0\n  vars:\n";
  for (int i = 0; i < 10'000; ++i) yaml += "    V" + std::to_string(i) + ": x\n";
  for (int i = 1; i < 100; ++i) {
    yaml += "- {name: t" + std::to_string(i) + ", template: t" + std::to_string(i - 1) + "}\n";
  }
  CHECK(mistakes_of([&] { inherit(yaml, "{name: v}"); }) == R"(
r.yaml:10101:10: error: templates bring more than 1000000 values
10101 | - {name: t99, template: t98}
      |          ^~~
)");
}

TEST_CASE("a template that is named too often brings too much") {
  std::string references = "t";
  for (int i = 0; i < 1'500; ++i) references += ", t";
  CHECK(mistakes_of([&] {
          inherit("[{name: t}]", "{name: v, templates: [" + references + "]}");
        }).find("templates bring more than 1000000 values\n") != std::string::npos);
}

TEST_CASE("a mistake of a template is told once, however often it is inherited") {
  std::string yaml = "- {name: t0, template: none}\n";
  for (int i = 1; i < 61; ++i) {
    const std::string parent = "t" + std::to_string(i - 1);
    yaml += "- {name: t" + std::to_string(i) + ", templates: [" + parent + ", " + parent + "]}\n";
  }
  CHECK(inherit(yaml, "{name: v, templates: [t60, t60]}").mistakes == R"(
r.yaml:1:24: error: template "none" is not defined
    1 | - {name: t0, template: none}
      |                        ^~~~
  The templates are "t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9" and 51 more.
)");
}
