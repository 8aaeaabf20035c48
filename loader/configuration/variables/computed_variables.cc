#include "loader/configuration/variables/computed_variables.h"
#include "loader/diagnostics/warning.h"

#include <fmt/format.h>

#include <algorithm>

namespace vmp {

bool ComputedVariables::contains(std::string_view name) const {
  return std::ranges::find(names, name) != names.end();
}

bool is_computed_variable(std::string_view name) {
  return kComputedForVms.contains(name) || kComputedForNetworks.contains(name);
}

Diagnostics find_computed_variables(const Value& entry, const ComputedVariables& computed) {
  Diagnostics warnings;
  const Value* variables = entry.find("vars");
  if (variables == nullptr) return warnings;
  for (const auto& [name, value] : variables->entries()) {
    if (!computed.contains(name.text()) || value.is_null()) continue;
    warnings.push_back(warn(Warning::kComputedVariable, name.place(),
                            fmt::format("variable \"{}\" is computed: this value cannot win", name.text()),
                            "Give the variable another name."));
  }
  return warnings;
}

}  // namespace vmp
