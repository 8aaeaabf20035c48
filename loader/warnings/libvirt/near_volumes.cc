#include <fmt/format.h>

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "loader/diagnostics/suggestion.h"
#include "loader/warnings/finders.h"
#include "loader/warnings/libvirt/disks.h"

namespace vmp {

namespace {

// Of disks with volumes: where a thousand disks are wrong, the first of them say it.
constexpr std::size_t kMostComparisons = 10'000;

// Of "pool/volume".
std::string_view pool_of(std::string_view path) {
  return path.substr(0, path.find('/'));
}

// How often a VM speaks of each pool: of two names that differ, the rarer one is the slip.
std::map<std::string, int, std::less<>> count_pools(const VmConfiguration& vm, const std::vector<Text>& disks) {
  std::map<std::string, int, std::less<>> counts;
  if (const auto found = vm.variables.find("DEFAULT_POOL_NAME"); found != vm.variables.end()) {
    ++counts[found->second.value];
  }
  for (const Pool& pool : vm.pools) ++counts[pool.name.value];
  for (const Text& disk : disks) ++counts[std::string(pool_of(disk.value))];
  for (const Volume& volume : vm.volumes) {
    ++counts[volume.pool_name.value];
    if (const auto* backing = std::get_if<BackingVolume>(&volume.source)) ++counts[backing->pool_name.value];
  }
  return counts;
}

class NearVolumes {
 public:
  explicit NearVolumes(const VmConfiguration& vm) : disks_(list_disk_volumes(vm)), pools_(count_pools(vm, disks_)) {
    for (const Volume& volume : vm.volumes) {
      volumes_.emplace(disk_path(volume), &volume);
      paths_.push_back(disk_path(volume));
    }
  }

  Diagnostics find() const {
    Diagnostics warnings;
    std::size_t comparisons = 0;
    for (const Text& disk : disks_) {
      if (volumes_.contains(disk.value)) continue;
      comparisons += paths_.size();
      if (comparisons > kMostComparisons) break;
      const std::string near = nearest_name(disk.value, paths_);
      if (!near.empty()) warnings.push_back(doubt(disk, *volumes_.at(near)));
    }
    return warnings;
  }

 private:
  Diagnostic doubt(const Text& disk, const Volume& near) const {
    const std::string pool(pool_of(disk.value));
    const bool is_only_pool_wrong = disk.value == pool + "/" + near.name.value;
    if (is_only_pool_wrong && pools_.at(near.pool_name.value) < pools_.at(pool)) {
      Diagnostic warning = warn(Warning::kNearVolume, near.pool_name.place,
                                fmt::format("no disk has the volume \"{}\"", disk_path(near)),
                                fmt::format("Did you mean the pool \"{}\"?", pool));
      warning.notes.push_back({disk.place, fmt::format("a disk has the volume \"{}\"", disk.value)});
      return warning;
    }
    return warn(Warning::kNearVolume, disk.place, fmt::format("the VM has no volume \"{}\"", disk.value),
                fmt::format("Did you mean \"{}\"?", disk_path(near)));
  }

  std::vector<Text> disks_;
  std::map<std::string, int, std::less<>> pools_;
  std::unordered_map<std::string, const Volume*> volumes_;  // by path
  std::vector<std::string> paths_;
};

}  // namespace

// A warning for each disk whose volume (`vol`, POOL/NAME) is not one of the VM's and nearly is, at the disk or at the
// volume. Others may be on the node already.
Diagnostics find_near_volumes(const ResolvedVm& resolved) {
  return NearVolumes(resolved.configuration).find();
}

}  // namespace vmp
