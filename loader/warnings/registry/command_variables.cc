#include <fmt/format.h>

#include <string>

#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// "$(...)" that make would run or expand; "$$(" is the shell's.
bool has_reference(const std::string& text) {
  for (std::size_t at = text.find('$'); at != std::string::npos; at = text.find('$', at + 1)) {
    if (text.compare(at, 2, "$$") == 0) {
      ++at;
    } else if (text.compare(at, 2, "$(") == 0) {
      return true;
    }
  }
  return false;
}

}  // namespace

// A warning for each V1ALPHA1_ variable with a "$(...)" in it: the value is make text, which make expands on the
// machine that runs it. Written in a registry, it most likely was to be the shell's.
Diagnostics find_command_variables(const ResolvedVm& vm) {
  Diagnostics warnings;
  for (const auto& [name, variable] : vm.configuration.variables) {
    if (!name.starts_with("V1ALPHA1_") || !has_reference(variable.value)) continue;
    warnings.push_back(warn(Warning::kCommandVariable, variable.place,
                            fmt::format("make expands the \"$(...)\" in variable \"{}\"", name),
                            "The value is make text. Write \"$$(...)\" for a command of the shell."));
  }
  return warnings;
}

}  // namespace vmp
