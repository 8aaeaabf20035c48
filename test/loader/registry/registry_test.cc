#include "loader/registry/registry.h"

#include "loader/diagnostics/warning.h"
#include "loader/document/write_yaml.h"
#include "loader/validation/schema.h"
#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

using Sources = std::vector<std::shared_ptr<const SourceFile>>;

// The sources r1.yaml, r2.yaml, ...
Sources sources(const std::vector<std::string>& texts) {
  Sources result;
  for (const std::string& text : texts)
    result.push_back(source(text, "r" + std::to_string(result.size() + 1) + ".yaml"));
  return result;
}

std::string names(const Section& section) {
  std::string text;
  for (const std::string& name : section.names()) text += (text.empty() ? "" : " ") + name;
  return text;
}

std::string mistakes_in(const std::vector<std::string>& texts) {
  return mistakes_of([&] { Registry registry(sources(texts)); });
}

}  // namespace

TEST_CASE("a registry has four sections, spread over sources and documents") {
  const Registry registry(sources({"vms: [{name: b}]\n---\nvms: [{name: a}]\nnodes: [{name: n}]\n",
                                   "images: [{name: i}]\ntemplates: [{name: t}]\nvms: [{name: c}, {name: b}]\n"}));
  CHECK(names(registry.vms()) == "b a c");
  CHECK(names(registry.nodes()) == "n");
  CHECK(names(registry.images()) == "i");
  CHECK(names(registry.templates()) == "t");
}

TEST_CASE("no source, empty sources and empty sections make an empty registry") {
  CHECK(Registry({}).vms().entries().empty());
  CHECK(Registry(sources({"", "# nothing\n", "vms:\nnodes: ~\n", "---\n---\n"})).vms().entries().empty());
}

TEST_CASE("A9: entries of one name in two sources merge, later ones win") {
  const Registry registry(
      sources({"vms: [{name: web, image: a, vars: {X: 1, Y: 1}}]", "vms: [{name: web, image: b, vars: {X: null}}]"}));
  CHECK(registry.vms().entries().size() == 1);
  const Value& web = *registry.vms().find("web");
  CHECK(web.find("image")->text() == "b");
  CHECK(web.find("vars")->find("X")->is_removal());
  CHECK(web.find("vars")->find("Y")->text() == "1");
}

TEST_CASE("A9: a name given twice in a section of one source is an error") {
  CHECK(mistakes_in({"vms: [{name: web}]", "vms:\n- name: web\n- name: web\n"}) == R"(
r2.yaml:3:9: error: VM "web" is defined twice
    3 | - name: web
      |         ^~~
  Entries of one name are merged only if they are in different documents.
r2.yaml:2:9: note: first defined here
)");
}

TEST_CASE("A13: keys that begin with x- are free") {
  const Registry registry(sources({"x-common: &c {image: debian}\nx-: [1]\nvms: [{<<: *c, name: web}]"}));
  CHECK(registry.vms().find("web")->find("image")->text() == "debian");
}

TEST_CASE("A5: a source that is no map is an error") {
  CHECK(mistakes_in({"[vms]", "text"}) == R"(
r1.yaml:1:1: error: the registry must be a map, not a list
    1 | [vms]
      | ^
r2.yaml:1:1: error: the registry must be a map, not text
    1 | text
      | ^~~~
)");
}

TEST_CASE("A11: an entry without a name is an error, named by its place") {
  CHECK(mistakes_in({"vms: [{name: web}]", "vms:\n  - image: x\n"}) == R"(
r2.yaml:2:5: error: an entry of "vms" has no "name"
    2 |   - image: x
      |     ^
)");
}

TEST_CASE("unknown keys are errors, in templates that nothing uses too") {
  CHECK(mistakes_in({"vmss: []\ntemplates:\n  - name: unused\n    imgae: x\n"}) == R"(
r1.yaml:1:1: error: unknown key "vmss" in the registry
    1 | vmss: []
      | ^~~~
  Did you mean "vms"?
r1.yaml:4:5: error: unknown key "imgae" in template "unused"
    4 |     imgae: x
      |     ^~~~~
  Did you mean "image"?
)");
}

TEST_CASE("a text that should be quoted is told so, where it reads as a map") {
  CHECK(mistakes_in({"templates:\n  - name: base\n    libvirt: {domain: {name: {VM_NAME}}}\n"}) == R"(
r1.yaml:3:30: error: "name" must be text, not a map
    3 |     libvirt: {domain: {name: {VM_NAME}}}
      |                              ^
  A text that begins with a brace needs quotes: "{VM_NAME}".
)");
}

TEST_CASE("the mistakes of all sources are reported at once, by source and place") {
  CHECK(mistakes_in({"vms: [{name: a}]\nfoo: 1\n", "a: 1\na: 2\n", "vms: @\n", "vms: [{nam: x}]"}) == R"(
r1.yaml:2:1: error: unknown key "foo" in the registry
    2 | foo: 1
      | ^~~
  The keys here are "nodes", "networks", "images", "templates", "vms", "fleet" and "x-vmp-allow".
r2.yaml:2:1: error: key "a" is given twice
    2 | a: 2
      | ^
r2.yaml:1:1: note: first given here
r3.yaml:1:6: error: a text that begins with "@" needs quotes
    1 | vms: @
      |      ^
  Write "@".
r4.yaml:1:8: error: unknown key "nam" in an entry of "vms"
    1 | vms: [{nam: x}]
      |        ^~~
  Did you mean "name"?
)");
}

TEST_CASE("J5: a bad pattern is an error when the registry is loaded") {
  CHECK(mistakes_in({"images: [{name: i, tags: [{pattern: '(', url: u, volumeName: v}]}]"}).find("bad pattern \"(\"") !=
        std::string::npos);
}

TEST_CASE("A12: the tags of a later source replace the earlier ones") {
  const Registry registry(sources({"images: [{name: i, tags: [{pattern: a, url: u, volumeName: v}]}]",
                                   "images: [{name: i, tags: [{pattern: b, url: u, volumeName: v}]}]"}));
  const Value& image = *registry.images().find("i");
  CHECK_FALSE(registry.tag_patterns().find(image, "a"));
  CHECK(registry.tag_patterns().find(image, "b"));
}

TEST_CASE("warnings are allowed by all documents together") {
  const Registry registry({source("x-vmp-allow: [open-pattern]\n---\nx-vmp-allow: [bad-mac, open-pattern]", "a.yaml"),
                           source("x-vmp-allow:", "b.yaml"), source("vms:", "c.yaml")});
  CHECK(registry.allowed_warnings() == std::set{Warning::kBadMac, Warning::kOpenPattern});
}

TEST_CASE("the schema knows the names of all warnings") {
  std::string names;
  for (const WarningKind& kind : warning_kinds()) names += std::string(kind.name) + ", ";
  CHECK_NOTHROW(Registry({source("x-vmp-allow: [" + names + "]", "a.yaml")}));
  const Value schema = parse(std::string(registry_schema_text()));
  CHECK(schema.find("definitions")->find("warning")->find("enum")->items().size() == warning_kinds().size());
}

TEST_CASE("behind a hundred thousand mistakes no further source is read") {
  std::string many = "vms:\n";
  for (int i = 0; i < 100'001; ++i) many += "- {nam: x}\n";
  CHECK(mistakes_in({many, "vmss: []\n"}).ends_with("r2.yaml: error: there are more than 100000 mistakes\n"));
}

TEST_CASE("a registry that keeps its mistakes leaves out the entries that they are in") {
  const Registry registry(sources({"vms: [{name: web, imgae: x}, {name: db, image: x}]\nimages: [{name: x, tags: 1}]\n",
                                   "vms: [{name: web, image: x}, {name: db, nodeName: n}]\n"}),
                          Mistakes::kKeep);
  CHECK(names(registry.vms()) == "db");
  CHECK(names(registry.images()) == "");
  CHECK(render(registry.mistakes()) == R"(
r1.yaml:1:19: error: unknown key "imgae" in VM "web"
    1 | vms: [{name: web, imgae: x}, {name: db, image: x}]
      |                   ^~~~~
  Did you mean "image"?
r1.yaml:2:26: error: "tags" must be a list, not text
    2 | images: [{name: x, tags: 1}]
      |                          ^
)");
  // Looking for one of them is no mistake of its own.
  CHECK(mistakes_of([&] { registry.images().get(Value::scalar("x"), "x"); }) == "\n");
}

TEST_CASE("mistakes that hide who knows what cannot be kept") {
  for (const char* text : {"vms: [", "vmss: [{name: web}]", "vms: {}", "vms: [{nam: web}]", "vms: [1]", "1"}) {
    CHECK_THROWS_AS(Registry(sources({text}), Mistakes::kKeep), Error);
  }
}

TEST_CASE("a registry is a fleet where one of its documents says so") {
  CHECK(Registry(sources({"vms: [{name: a}]"})).fleet() == nullptr);
  CHECK(Registry(sources({"fleet: {name: a}", "fleet: null"})).fleet() == nullptr);
  const Registry registry(sources({"fleet: {name: a, description: x}", "fleet: {name: b}\n---\nvms: [{name: a}]"}));
  CHECK(registry.fleet()->find("name")->text() == "b");
  CHECK(registry.fleet()->find("description")->text() == "x");
}
