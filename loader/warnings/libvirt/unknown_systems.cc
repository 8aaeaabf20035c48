#include <fmt/format.h>

#include <string>

#include "loader/configuration/vm/suboptions.h"
#include "loader/diagnostics/suggestion.h"
#include "loader/validation/name_lists.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// "debian" of "debian12"
std::string family_of(const std::string& name) {
  return name.substr(0, name.find_first_of("0123456789"));
}

// In the order of the list, each once.
const NameList& families() {
  static const NameList kFamilies = [] {
    std::string text;
    for (const std::string& name : osinfo_names().names) text += family_of(name) + "\n";
    return NameList(text);
  }();
  return kFamilies;
}

void check(const Text& name, Diagnostics& warnings) {
  if (name.value.empty() || name.value == "none" || name.value == "auto" || name.value == "detect") return;
  if (name.value.find('/') != std::string::npos || osinfo_names().contains(name.value)) return;
  const std::string family = family_of(name.value);
  if (families().contains(family)) return;  // a version that is newer than the list
  const std::string near = nearest_name(family, families().names);
  warnings.push_back(warn(Warning::kUnknownSystem, name.place,
                          fmt::format("operating system \"{}\" is not known to virt-install", name.value),
                          near.empty()
                              ? "\"virt-install --osinfo list\" on the node lists the names."
                              : fmt::format("Did you mean \"{}{}\"?", near, name.value.substr(family.size()))));
}

}  // namespace

// A warning for each operating system that schema/osinfo_names.txt does not list in any version.
Diagnostics find_unknown_systems(const ResolvedVm& vm) {
  Diagnostics warnings;
  for (const VirtInstallOption& option : vm.configuration.domain.virt_install) {
    if (option.name.value != "osinfo" && option.name.value != "os-variant") continue;
    for (const OptionWord& word : list_words(option)) {
      if (!word.value && word.is_first) check(word.name, warnings);
      if (word.value && (word.name.value == "name" || word.name.value == "short-id")) check(*word.value, warnings);
    }
  }
  return warnings;
}

}  // namespace vmp
