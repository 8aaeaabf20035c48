#include "loader/configuration/inheritance_notes.h"

#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// The notes that a mistake at a place gets; a VM "web" (vm.yaml) inherits from the templates of t.yaml.
std::string notes_at(const std::string& templates, const std::string& vm, const Place& place) {
  Section section("template");
  Diagnostics none;
  section.fold(parse(templates, "t.yaml"), none);
  const Value entry = parse(vm, "vm.yaml");
  Inheritance inheritance;
  for (const Value& each : section.entries()) inheritance.templates.push_back(&each);
  Diagnostic mistake = {.message = "x"};
  mistake.place = place;
  // The same source, though parsed again.
  const Value& first = section.entries().front();
  if (place.is_known()) mistake.place.file = place.file->name == "vm.yaml" ? entry.place().file : first.place().file;
  Diagnostics mistakes = {mistake};
  add_inheritance_notes(mistakes, kVmKind, entry, inheritance);
  std::string text;
  for (const Note& note : mistakes[0].notes) text += to_string(note.place) + ": " + note.message;
  return text;
}

Place at(const std::string& file, std::uint32_t line, std::uint32_t column) {
  return {source("", file), line, column};
}

const char* kTemplates = R"(
- name: base
  ssh: {user: x}
  text: |
    one
    two
- name: cloud
  long: "one
    two"
  list: [a]
)";

}  // namespace

TEST_CASE("a mistake in a template says how the VM came to it") {
  const char* note = R"(vm.yaml:1:8: VM "web" inherits it from template "base")";
  CHECK(notes_at(kTemplates, "{name: web}", at("t.yaml", 2, 15)) == note);
  CHECK(notes_at(kTemplates, "{name: web}", at("t.yaml", 2, 9)) == note);
  CHECK(notes_at(kTemplates, "{name: web}", at("t.yaml", 2, 3)) == note);
}

TEST_CASE("also inside blocks and on the later lines of quoted texts") {
  CHECK(notes_at(kTemplates, "{name: web}", at("t.yaml", 5, 6)) ==
        R"(vm.yaml:1:8: VM "web" inherits it from template "base")");
  CHECK(notes_at(kTemplates, "{name: web}", at("t.yaml", 8, 6)) ==
        R"(vm.yaml:1:8: VM "web" inherits it from template "cloud")");
}

TEST_CASE("mistakes in the VM itself and elsewhere get no note") {
  CHECK(notes_at(kTemplates, "{name: web}", at("vm.yaml", 1, 8)) == "");
  CHECK(notes_at(kTemplates, "{name: web}", at("t.yaml", 20, 1)) == "");
  CHECK(notes_at(kTemplates, "{name: web}", Place()) == "");
}
