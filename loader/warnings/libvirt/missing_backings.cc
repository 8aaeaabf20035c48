#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "loader/configuration/vm/backing_circles.h"
#include "loader/diagnostics/suggestion.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// A pool of a node, as the registry knows it.
struct KnownPool {
  const Pool* made = nullptr;  // by a VM
  bool is_kept = false;
  std::vector<std::string> volumes;
};

using PoolKey = std::pair<std::string, std::string>;  // URI, name

std::map<PoolKey, KnownPool> list_pools(std::span<const VmConfiguration> vms) {
  std::map<PoolKey, KnownPool> pools;
  for (const VmConfiguration& vm : vms) {
    const std::string& uri = vm.node.uri.value;
    for (const Pool& pool : vm.pools) {
      KnownPool& known = pools[{uri, pool.name.value}];
      known.made = &pool;
      known.is_kept = known.is_kept || pool.deletion_policy == DeletionPolicy::kRetain;
    }
    for (const Volume& volume : vm.volumes) pools[{uri, volume.pool_name.value}].volumes.push_back(volume.name.value);
    // The node's own, whoever lists it.
    if (const auto found = vm.variables.find("DEFAULT_POOL_NAME"); found != vm.variables.end()) {
      pools[{uri, found->second.value}].is_kept = true;
    }
  }
  return pools;
}

Diagnostic warn_of(const BackingLink& link, const KnownPool& pool) {
  const std::string near = did_you_mean(link.base.name, pool.volumes);
  Diagnostic warning =
      warn(Warning::kMissingBacking, link.place,
           fmt::format("nothing makes the volume \"{}\" of pool \"{}\"", link.base.name, link.base.pool),
           near.empty() ? "List it in \"volumes\". In a pool that is only named, or kept "
                          "(deletionPolicy Retain), it may be on the node already."
                        : near);
  warning.notes.push_back(
      {pool.made->name.place, fmt::format("pool \"{}\" comes and goes with its VM", link.base.pool)});
  return warning;
}

}  // namespace

// A warning for each backing volume that is in no VM's list and in a pool that VMs make and remove, so that it cannot
// be on the node already.
Diagnostics find_missing_backings(const ResolvedRegistry& resolved) {
  std::map<PoolKey, KnownPool> pools = list_pools(resolved.vms);
  Diagnostics warnings;
  for (auto& [key, pool] : pools) std::ranges::sort(pool.volumes);
  for (const VmConfiguration& vm : resolved.vms) {
    for (const BackingLink& link : list_backing_links(vm)) {
      const KnownPool& pool = pools[{link.base.uri, link.base.pool}];
      const bool is_made = std::ranges::binary_search(pool.volumes, link.base.name);
      if (pool.made != nullptr && !pool.is_kept && !is_made) warnings.push_back(warn_of(link, pool));
    }
  }
  return warnings;
}

}  // namespace vmp
