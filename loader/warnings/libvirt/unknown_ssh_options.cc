#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "loader/diagnostics/letter_case.h"
#include "loader/diagnostics/suggestion.h"
#include "loader/validation/name_lists.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// ssh does not tell capitals from small letters.
bool is_known(const std::string& name) {
  return ssh_options().contains(name) || std::ranges::any_of(ssh_options().names, [&](const std::string& known) {
           return to_lower(known) == to_lower(name);
         });
}

}  // namespace

// A warning for each option of `ssh` that schema/ssh_options.txt does not list, with near matches.
Diagnostics find_unknown_ssh_options(const ResolvedVm& vm) {
  Diagnostics warnings;
  for (const SshOption& option : vm.configuration.ssh.options) {
    if (is_known(option.name.value)) continue;
    warnings.push_back(warn(Warning::kUnknownSshOption, option.name.place,
                            fmt::format("ssh has no option \"{}\"", option.name.value),
                            did_you_mean(option.name.value, ssh_options().names)));
  }
  return warnings;
}

}  // namespace vmp
