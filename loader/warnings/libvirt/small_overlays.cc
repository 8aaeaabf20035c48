#include <fmt/format.h>

#include <map>
#include <string>
#include <tuple>

#include "loader/validation/capacity.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

using VolumeKey = std::tuple<std::string, std::string, std::string>;  // node, pool, name

std::map<VolumeKey, Text> list_capacities(std::span<const VmConfiguration> vms) {
  std::map<VolumeKey, Text> capacities;
  for (const VmConfiguration& vm : vms) {
    for (const Volume& volume : vm.volumes) {
      if (!volume.capacity) continue;
      capacities.try_emplace({vm.node.uri.value, volume.pool_name.value, volume.name.value}, *volume.capacity);
    }
  }
  return capacities;
}

bool is_smaller(const Text& overlay, const Text& base) {
  return parse_capacity(overlay.value) < parse_capacity(base.value);
}

}  // namespace

// A warning for each volume whose capacity is smaller than that of its backing volume, where both are given, be it by
// different VMs of a node: the guest would see a cut disk.
Diagnostics find_small_overlays(const ResolvedRegistry& resolved) {
  const std::map<VolumeKey, Text> capacities = list_capacities(resolved.vms);
  Diagnostics warnings;
  for (const VmConfiguration& vm : resolved.vms) {
    for (const Volume& volume : vm.volumes) {
      const auto* backing = std::get_if<BackingVolume>(&volume.source);
      if (backing == nullptr || !volume.capacity) continue;
      const auto base = capacities.find({vm.node.uri.value, backing->pool_name.value, backing->name.value});
      if (base == capacities.end() || !is_smaller(*volume.capacity, base->second)) continue;
      warnings.push_back(warn(Warning::kSmallOverlay, volume.capacity->place,
                              fmt::format("volume \"{}\" is smaller than its backing volume \"{}\"", volume.name.value,
                                          backing->name.value),
                              "The guest would find its disk cut off."));
      warnings.back().notes.push_back({base->second.place, fmt::format("which has {}", base->second.value)});
    }
  }
  return warnings;
}

}  // namespace vmp
