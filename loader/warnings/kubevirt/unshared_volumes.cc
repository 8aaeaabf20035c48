#include <fmt/format.h>

#include <algorithm>

#include "loader/configuration/vm/kubevirt/named_items.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// The list of access modes of a data volume, or nullptr where the storage class decides.
const Value* find_modes(const DataVolume& volume) {
  const Value* modes = volume.spec.find_path({"storage", "accessModes"});
  return modes != nullptr ? modes : volume.spec.find_path({"pvc", "accessModes"});
}

bool uses(const Kubevirt& kubevirt, const DataVolume& volume) {
  return std::ranges::any_of(kubevirt.items({"volumes"}), [&](const Value& each) {
    const Value* source = each.find("dataVolume");
    return source != nullptr && text_of(*source, "name") == volume.name.value;
  });
}

}  // namespace

// A warning for each volume that only one machine of the cluster can have at a time, of a guest that is to be migrated.
Diagnostics find_unshared_volumes(const ResolvedVm& resolved) {
  const std::optional<Kubevirt>& kubevirt = resolved.configuration.kubevirt;
  const Value* strategy = kubevirt ? kubevirt->find({"evictionStrategy"}) : nullptr;
  if (strategy == nullptr || strategy->text() != "LiveMigrate") return {};
  Diagnostics warnings;
  for (const DataVolume& volume : kubevirt->data_volumes) {
    const Value* modes = find_modes(volume);
    if (modes == nullptr || !uses(*kubevirt, volume)) continue;
    const bool is_shared =
        std::ranges::any_of(modes->items(), [](const Value& mode) { return mode.text() == "ReadWriteMany"; });
    if (is_shared) continue;
    warnings.push_back(
        warn(Warning::kUnsharedVolume, modes->place(),
             fmt::format("data volume \"{}\" is not ReadWriteMany: the guest cannot be migrated", volume.name.value),
             "\"evictionStrategy: LiveMigrate\" wants that of all its volumes."));
    warnings.back().notes = {{strategy->place(), "the guest is to be migrated"}};
  }
  return warnings;
}

}  // namespace vmp
