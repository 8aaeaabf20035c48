#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/vm/suboptions.h"
#include "loader/diagnostics/suggestion.h"
#include "loader/warnings/finders.h"
#include "loader/warnings/libvirt/virt_install_options.h"

namespace vmp {

namespace {

using Suboptions = std::vector<std::string>;

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(separator));
    if (!part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(part.size() + 1, text.size()));
  }
  return parts;
}

// "name: suboption suboption"
std::map<std::string, Suboptions> read_options() {
  std::map<std::string, Suboptions> options;
  for (const std::string& line : split(virt_install_options_text(), '\n')) {
    if (line.starts_with('#')) continue;
    const std::size_t colon = std::min(line.find(':'), line.size());
    options.emplace(line.substr(0, colon), split(std::string_view(line).substr(std::min(colon + 1, line.size())), ' '));
  }
  return options;
}

const std::map<std::string, Suboptions>& known_options() {
  static const std::map<std::string, Suboptions> kOptions = read_options();
  return kOptions;
}

// "boot2.dev" for "boot[0-9]*.dev"
bool matches(std::string_view pattern, std::string_view name) {
  constexpr std::string_view kAnyDigits = "[0-9]*";
  const std::size_t digits = pattern.find(kAnyDigits);
  if (digits == std::string_view::npos) return pattern == name;
  if (!name.starts_with(pattern.substr(0, digits))) return false;
  pattern.remove_prefix(digits + kAnyDigits.size());
  name.remove_prefix(digits);
  name.remove_prefix(std::min(name.find_first_not_of("0123456789"), name.size()));
  return matches(pattern, name);
}

bool is_known(const Suboptions& known, const std::string& name) {
  return std::ranges::any_of(known, [&name](const std::string& pattern) { return matches(pattern, name); });
}

void check_suboptions(const VirtInstallOption& option, const Suboptions& known, Diagnostics& warnings) {
  for (const auto& [name, value] : list_suboptions(option)) {
    if (is_known(known, name.value)) continue;
    warnings.push_back(
        warn(Warning::kUnknownOption, name.place,
             fmt::format("virt-install option \"{}\" has no suboption \"{}\"", option.name.value, name.value),
             did_you_mean(name.value, known)));
  }
}

}  // namespace

// A warning for each option and suboption of virt-install that schema/virt_install_options.txt does not list, with
// near matches. A suboption without a value may be the leading word that many options take: it is not looked at.
Diagnostics find_unknown_options(const ResolvedVm& resolved) {
  const VmConfiguration& vm = resolved.configuration;
  Diagnostics warnings;
  for (const VirtInstallOption& option : vm.domain.virt_install) {
    const auto found = known_options().find(option.name.value);
    if (found == known_options().end()) {
      std::vector<std::string> names;
      for (const auto& [name, suboptions] : known_options()) names.push_back(name);
      warnings.push_back(warn(Warning::kUnknownOption, option.name.place,
                              fmt::format("virt-install has no option \"{}\"", option.name.value),
                              did_you_mean(option.name.value, names)));
    } else if (!found->second.empty()) {
      check_suboptions(option, found->second, warnings);
    }
  }
  return warnings;
}

}  // namespace vmp
