#include "loader/configuration/variables/computed_variables.h"

#include <fmt/format.h>

#include <algorithm>

#include "loader/configuration/variables/nic_names.h"
#include "loader/diagnostics/warning.h"

namespace vmp {

namespace {

template <typename Predicate>
Diagnostics find_variables(const Value& entry, const Predicate& is_computed) {
  Diagnostics warnings;
  const Value* variables = entry.find("vars");
  if (variables == nullptr) return warnings;
  for (const auto& [name, value] : variables->entries()) {
    if (!is_computed(name.text()) || value.is_null()) continue;
    warnings.push_back(warn(Warning::kComputedVariable, name.place(),
                            fmt::format("variable \"{}\" is computed: this value cannot win", name.text()),
                            "Give the variable another name."));
  }
  return warnings;
}

}  // namespace

bool ComputedVariables::contains(std::string_view name) const {
  return std::ranges::find(names, name) != names.end();
}

bool is_computed_variable(std::string_view name) {
  return kComputedForVms.contains(name) || kComputedForNetworks.contains(name) || is_nic_variable(name);
}

Diagnostics find_computed_variables(const Value& entry, const ComputedVariables& computed) {
  return find_variables(entry, [&](std::string_view name) { return computed.contains(name); });
}

Diagnostics find_computed_variables(const Value& entry, std::span<const std::string> names) {
  return find_variables(entry, [&](std::string_view name) { return std::ranges::find(names, name) != names.end(); });
}

}  // namespace vmp
