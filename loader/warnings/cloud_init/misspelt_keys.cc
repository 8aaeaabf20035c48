#include <fmt/format.h>

#include <optional>
#include <string>

#include "loader/diagnostics/suggestion.h"
#include "loader/validation/name_lists.h"
#include "loader/warnings/cloud_init/cloud_init_data.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

void check(std::string_view file, const std::optional<Value>& datum, Diagnostics& warnings) {
  if (!datum || !is_cloud_config(*datum)) return;
  const std::optional<Value> data = read_datum(datum);
  if (!data) return;
  for (const auto& [key, value] : data->entries()) {
    if (cloud_config_keys().contains(key.text())) continue;
    const std::string near = did_you_mean(key.text(), cloud_config_keys().names);
    if (near.empty()) continue;
    warnings.push_back(warn(Warning::kMisspeltKey, key.place(),
                            fmt::format("cloud-init does not know the key \"{}\" of \"{}\"", key.text(), file), near));
  }
}

}  // namespace

// A warning for each key at the top of a #cloud-config that is not in schema/cloud_config_keys.txt, and nearly is one
// of those. cloud-init reads over it.
Diagnostics find_misspelt_keys(const ResolvedVm& vm) {
  Diagnostics warnings;
  if (!vm.configuration.cloud_init) return warnings;
  check("user-data", vm.configuration.cloud_init->user_data, warnings);
  check("vendor-data", vm.configuration.cloud_init->vendor_data, warnings);
  return warnings;
}

}  // namespace vmp
