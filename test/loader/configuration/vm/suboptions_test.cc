#include "loader/configuration/vm/suboptions.h"

#include "test/catch.h"
#include "test/loader/configuration/vm/resolved_vm.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// As "name=value;".
std::string suboptions_of(const std::string& option) {
  const ResolvedVm vm =
      resolve({"vms: [{name: web, template: base, libvirt: {domain: {virtInstall: {disk: " + option + "}}}}]"});
  std::string text;
  for (const auto& [name, value] : list_suboptions(vm.configuration.domain.virt_install.front())) {
    text += name.value + "=" + value.value + ";";
  }
  return text;
}

}  // namespace

TEST_CASE("suboptions are listed whether they stand alone or in a text") {
  CHECK(suboptions_of("[{name: a, options: {path: /x, readonly: true, bus: ide}}, {name: b, options: {path: /y}}]") ==
        "path=/x;bus=ide;path=/y;");
  CHECK(suboptions_of("'path=/x,readonly,bus=ide'") == "path=/x;bus=ide;");
  CHECK(suboptions_of("'path=a=b,,=c,'") == "path=a=b;=c;");
}

TEST_CASE("words alone, and texts that virt-install takes apart as a shell does, have none") {
  CHECK(suboptions_of("none") == "");
  CHECK(suboptions_of(R"('path="a,b",bus=ide')") == "");
  CHECK(suboptions_of(R"('path=a\,b')") == "");
}

TEST_CASE("words are listed with those that have no value, and with what leads") {
  const ResolvedVm vm =
      resolve({"vms: [{name: web, template: base, libvirt: {domain: {virtInstall: {disk: "
               "[{name: a, options: {no: false, cdrom: true, bus: ide}}, {name: b, options: {path: /y}}], "
               "network: 'default,,model=e1000'}}}}]"});
  std::string text;
  for (const VirtInstallOption& option : vm.configuration.domain.virt_install) {
    for (const auto& [name, value, is_first] : list_words(option)) {
      text += (is_first ? "| " : "") + name.value + (value ? "=" + value->value : "") + " ";
    }
  }
  CHECK(text == "| cdrom bus=ide | path=/y | default model=e1000 ");
}
