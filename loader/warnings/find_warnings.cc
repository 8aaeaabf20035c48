#include "loader/warnings/find_warnings.h"

#include "loader/warnings/finders.h"

namespace vmp {

namespace {

constexpr Diagnostics (*kOfVm[])(const ResolvedVm& vm) = {
#define VMP_WARNING(constant, name, summary)
#define VMP_WARNING_OF_VM(constant, name, summary, finder) finder,
#define VMP_WARNING_OF_NETWORK(constant, name, summary, finder)
#define VMP_WARNING_OF_REGISTRY(constant, name, summary, finder)
#define VMP_WARNING_OF_ALL(constant, name, summary, finder)
#include "loader/diagnostics/warnings.inc"
};

constexpr Diagnostics (*kOfNetwork[])(const NetworkConfiguration& network) = {
#define VMP_WARNING(constant, name, summary)
#define VMP_WARNING_OF_VM(constant, name, summary, finder)
#define VMP_WARNING_OF_NETWORK(constant, name, summary, finder) finder,
#define VMP_WARNING_OF_REGISTRY(constant, name, summary, finder)
#define VMP_WARNING_OF_ALL(constant, name, summary, finder)
#include "loader/diagnostics/warnings.inc"
};

constexpr Diagnostics (*kOfRegistry[])(const ResolvedRegistry& resolved) = {
#define VMP_WARNING(constant, name, summary)
#define VMP_WARNING_OF_VM(constant, name, summary, finder)
#define VMP_WARNING_OF_NETWORK(constant, name, summary, finder)
#define VMP_WARNING_OF_REGISTRY(constant, name, summary, finder) finder,
#define VMP_WARNING_OF_ALL(constant, name, summary, finder)
#include "loader/diagnostics/warnings.inc"
};

constexpr Diagnostics (*kOfAll[])(const ResolvedRegistry& resolved) = {
#define VMP_WARNING(constant, name, summary)
#define VMP_WARNING_OF_VM(constant, name, summary, finder)
#define VMP_WARNING_OF_NETWORK(constant, name, summary, finder)
#define VMP_WARNING_OF_REGISTRY(constant, name, summary, finder)
#define VMP_WARNING_OF_ALL(constant, name, summary, finder) finder,
#include "loader/diagnostics/warnings.inc"
};

}  // namespace

Diagnostics find_warnings(const ResolvedVm& vm) {
  Diagnostics warnings;
  for (const auto& find : kOfVm) append(warnings, find(vm));
  return warnings;
}

Diagnostics find_warnings(const NetworkConfiguration& network) {
  Diagnostics warnings;
  for (const auto& find : kOfNetwork) append(warnings, find(network));
  return warnings;
}

Diagnostics find_warnings(const Registry& registry, std::span<const VmConfiguration> vms,
                          std::span<const NodeConfiguration> nodes, bool (*reads)(std::string_view name)) {
  const ResolvedRegistry resolved = {registry, vms, nodes, reads};
  Diagnostics warnings;
  for (const auto& find : kOfRegistry) append(warnings, find(resolved));
  const bool are_all = registry.mistakes().empty() && vms.size() == registry.vms().entries().size();
  if (!are_all) return warnings;
  for (const auto& find : kOfAll) append(warnings, find(resolved));
  return warnings;
}

}  // namespace vmp
