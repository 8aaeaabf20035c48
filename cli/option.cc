#include "cli/option.h"

#include <array>

namespace vmp {

namespace {

constexpr std::array<Option, 7> kGeneralOptions = {{
    {"--registry", "SOURCE",
     "A file, directory or glob of the registry, or - for standard input; see `vmp help registry`. Repeat it for "
     "several: later ones are merged over earlier ones. Default: VMP_REGISTRY, else standard input."},
    {"--color", "auto|always|never", "Colours in messages. auto: on a terminal, unless NO_COLOR is set."},
    {"--diagnostics", "text|json|sarif", "The form of messages; see `vmp help messages`."},
    {"--allow", "WARNING", "Does not tell of this warning; see `vmp help warnings`. Repeat it for several."},
    {"--werror", "[=WARNING]",
     "A warning counts as an error: nothing is done, and the exit status is 1. Unused images and templates count only "
     "if they are named: --werror=unused-image. Repeat it for several."},
    {"--help", "", "Explains the command, as `vmp help` does."},
    {"--version", "", "Prints the version, as `vmp version` does."},
}};

}  // namespace

std::span<const Option> general_options() {
  return kGeneralOptions;
}

std::vector<std::string> choices_of(const Option& option) {
  if (option.value.find('|') == std::string_view::npos) return {};
  std::vector<std::string> choices;
  std::string_view rest = option.value;
  while (true) {
    const std::size_t bar = rest.find('|');
    choices.emplace_back(rest.substr(0, bar));
    if (bar == std::string_view::npos) return choices;
    rest.remove_prefix(bar + 1);
  }
}

std::string spell(const Option& option) {
  const std::string between = option.value.empty() || option.is_value_optional() ? "" : " ";
  return std::string(option.name) + between + std::string(option.value);
}

}  // namespace vmp
