#include "provisioners/versions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/suggestion.h"
#include "provisioners/v1alpha1/generate.h"
#include "provisioners/v1alpha1/variables.h"

namespace vmp {

std::span<const ProvisionerVersion> provisioner_versions() {
  static constexpr std::array kVersions = {
      ProvisionerVersion{"v1alpha1", v1alpha1::generate_vm, v1alpha1::reads_variable}};
  return kVersions;
}

bool is_read_by_provisioners(std::string_view variable) {
  return std::ranges::any_of(provisioner_versions(),
                             [&](const ProvisionerVersion& version) { return version.reads_variable(variable); });
}

const ProvisionerVersion& find_provisioner_version(const Text& name) {
  const auto versions = provisioner_versions();
  const auto found = std::ranges::find(versions, name.value, &ProvisionerVersion::name);
  if (found != versions.end()) return *found;
  std::vector<std::string> names;
  for (const ProvisionerVersion& version : versions) names.emplace_back(version.name);
  throw Error({.place = name.place,
               .message = fmt::format("provisioner \"{}\" does not exist", name.value),
               .help = did_you_mean(name.value, names)});
}

}  // namespace vmp
