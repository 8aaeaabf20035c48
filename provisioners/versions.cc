#include "provisioners/versions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/suggestion.h"
#include "provisioners/kubevirt_v1alpha1/generate.h"
#include "provisioners/kubevirt_v1alpha1/variables.h"
#include "provisioners/v1alpha1/generate.h"
#include "provisioners/v1alpha1/variables.h"
#include "provisioners/v1beta1/fleet/generate.h"
#include "provisioners/v1beta1/image/generate.h"
#include "provisioners/v1beta1/network/generate.h"
#include "provisioners/v1beta1/node/generate.h"
#include "provisioners/v1beta1/vm/generate.h"
#include "provisioners/v1beta1/vm/variables.h"

namespace vmp {

namespace {

Diagnostic makes_none(const Text& name, const Kind& kind) {
  std::string others;
  for (const ProvisionerVersion& version : provisioner_versions()) {
    if (version.makes(kind)) others += fmt::format("{}\"{}\"", others.empty() ? "" : " and ", version.name);
  }
  return {.place = name.place,
          .message = fmt::format("provisioner \"{}\" makes no {}", name.value, kind.plural),
          .help = fmt::format("Those that do: {}.", others)};
}

}  // namespace

bool ProvisionerVersion::makes(const Kind& kind) const {
  const std::array<std::pair<std::string_view, bool>, 4> kinds = {{{kVmKind.word, generate_vm != nullptr},
                                                                   {kNetworkKind.word, generate_network != nullptr},
                                                                   {kNodeKind.word, generate_node != nullptr},
                                                                   {kImageKind.word, generate_image != nullptr}}};
  return std::ranges::find(kinds, std::pair(kind.word, true)) != kinds.end();
}

std::span<const ProvisionerVersion> provisioner_versions() {
  static constexpr std::array kVersions = {
      ProvisionerVersion{"v1alpha1", v1alpha1::generate_vm, nullptr, nullptr, nullptr, v1alpha1::reads_variable},
      ProvisionerVersion{"v1beta1", v1beta1::generate_vm, v1beta1::generate_network, v1beta1::generate_node,
                         v1beta1::generate_image, v1beta1::reads_variable},
      ProvisionerVersion{"kubevirt-v1alpha1", kubevirt_v1alpha1::generate_vm, nullptr, nullptr, nullptr,
                         kubevirt_v1alpha1::reads_variable}};
  return kVersions;
}

bool is_read_by_provisioners(std::string_view variable) {
  return std::ranges::any_of(provisioner_versions(), [&](const ProvisionerVersion& version) {
    return version.reads_variable != nullptr && version.reads_variable(variable);
  });
}

const ProvisionerVersion& find_provisioner_version(const Text& name, const Kind& kind) {
  const auto versions = provisioner_versions();
  const auto found = std::ranges::find(versions, name.value, &ProvisionerVersion::name);
  if (found != versions.end() && found->makes(kind)) return *found;
  if (found != versions.end()) throw Error(makes_none(name, kind));
  std::vector<std::string> names;
  for (const ProvisionerVersion& version : versions) names.emplace_back(version.name);
  throw Error({.place = name.place,
               .message = fmt::format("provisioner \"{}\" does not exist", name.value),
               .help = suggest(name.value, "provisioner", names)});
}

GeneratedFiles generate_fleet(const FleetConfiguration& configuration) {
  return v1beta1::generate_fleet(configuration);
}

}  // namespace vmp
