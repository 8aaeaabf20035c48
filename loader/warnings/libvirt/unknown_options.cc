#include <fmt/format.h>

#include <string>
#include <vector>

#include "loader/configuration/vm/suboptions.h"
#include "loader/diagnostics/suggestion.h"
#include "loader/validation/virt_install_options.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// A word without a value may be the leading one that many options take.
bool is_leading(const OptionWord& word, const KnownOption& known) {
  return !word.value && !known.leading.empty();
}

void check_suboptions(const VirtInstallOption& option, const KnownOption& known, Diagnostics& warnings) {
  for (const OptionWord& word : list_words(option)) {
    const bool is_none = !word.value && word.is_first && word.name.value == "none";
    if (is_none || is_leading(word, known) || known.find(word.name.value) != nullptr) continue;
    warnings.push_back(
        warn(Warning::kUnknownOption, word.name.place,
             fmt::format("virt-install option \"{}\" has no suboption \"{}\"", option.name.value, word.name.value),
             did_you_mean(word.name.value, known.names)));
    if (!word.value) return;  // what follows may belong to a text with commas
  }
}

}  // namespace

// A warning for each option and suboption of virt-install that schema/virt_install_options.txt does not list, with
// near matches.
Diagnostics find_unknown_options(const ResolvedVm& vm) {
  Diagnostics warnings;
  for (const VirtInstallOption& option : vm.configuration.domain.virt_install) {
    const KnownOption* known = find_known_option(option.name.value);
    if (known == nullptr) {
      warnings.push_back(warn(Warning::kUnknownOption, option.name.place,
                              fmt::format("virt-install has no option \"{}\"", option.name.value),
                              did_you_mean(option.name.value, known_option_names())));
    } else if (known->kind == OptionKind::kWords) {
      check_suboptions(option, *known, warnings);
    }
  }
  return warnings;
}

}  // namespace vmp
