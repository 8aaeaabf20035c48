#include "loader/warnings/registry/author_texts.h"

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("texts are found in all entries, before variables are expanded, and not under !raw") {
  const auto registry = registry_of({R"(
nodes: [{name: n, libvirt: {connection: {uri: "test:///default"}}, vars: {A: "{{n"}}]
networks: [{name: w, nodeName: n, mode: isolated, description: "{{w"}]
images: [{name: i, tags: [{pattern: ^1$, url: "{{i", volumeName: v}]}]
templates: [{name: t, libvirt: {domain: {virtInstall: {disk: [{name: a, options: {serial: "{{t"}}]}}}}]
vms: [{name: v, description: "{{v {VM_NAME}", vars: {B: !raw "{{raw", C: "{"}}]
)"});
  std::vector<std::string> texts;
  for (const Value* text : list_texts_with("{{", *registry)) texts.push_back(text->text());
  CHECK(texts == std::vector<std::string>{"{{n", "{{w", "{{i", "{{t", "{{v {VM_NAME}"});
}

TEST_CASE("the variables of all VMs are listed by name") {
  const auto registry =
      registry_of({web("    vars: {OF_WEB: 1}\n") + "  - {name: db, template: base, vars: {OF_DB: 1}}\n"});
  const auto names = list_variables(configurations_of(*registry));
  for (const char* name : {"OF_WEB", "OF_DB", "VM_NAME"}) CHECK(names.contains(name));
  CHECK_FALSE(names.contains("OTHER"));
}
