#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loader/configuration/vm/vm_resources.h"
#include "loader/diagnostics/suggestion.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

constexpr std::size_t kMostNotes = 3;

struct Share {
  const VmConfiguration* vm = nullptr;
  PlacedNumber number;  // with the place of the first part of it
};

// What the VMs of a node want of one thing, and which of them do not say it.
struct Demand {
  std::vector<Share> shares;
  std::vector<std::string> unknown;

  long long sum() const {
    long long sum = 0;
    for (const Share& share : shares) sum += share.number.number;
    return sum;
  }

  void add(const VmConfiguration& vm, const std::optional<PlacedNumber>& number) {
    if (number) {
      shares.push_back({&vm, *number});
    } else {
      unknown.push_back(vm.name.value);
    }
  }
};

bool is_seed(const Volume& volume, const VmConfiguration& vm) {
  const auto* upload = std::get_if<UploadFile>(&volume.source);
  return upload != nullptr && vm.cloud_init && upload->path.value == vm.cloud_init->seed_path.value;
}

// The base of another volume has the size of its image, which is little beside what is made for a VM alone.
bool is_base(const Volume& volume, const VmConfiguration& vm) {
  return std::ranges::any_of(vm.volumes, [&volume](const Volume& other) {
    const auto* backing = std::get_if<BackingVolume>(&other.source);
    return backing != nullptr && backing->name.value == volume.name.value &&
           backing->pool_name.value == volume.pool_name.value;
  });
}

// Volumes that VMs share count once, for the first of them.
void add_disks(const VmConfiguration& vm, std::set<std::pair<std::string, std::string>>& counted, Demand& demand) {
  std::optional<PlacedNumber> sum;
  for (const Volume& volume : vm.volumes) {
    if (!counted.emplace(volume.pool_name.value, volume.name.value).second) continue;
    const auto capacity = find_capacity(volume);
    if (!capacity && (is_seed(volume, vm) || is_base(volume, vm))) continue;
    if (!capacity) return demand.add(vm, std::nullopt);
    if (!sum) sum = PlacedNumber{0, capacity->place};
    sum->number += capacity->number;
  }
  if (sum) demand.add(vm, sum);
}

std::string show_bytes(long long bytes) {
  constexpr double kGibibyte = 1024.0 * 1024 * 1024;
  return fmt::format("{:.1f} GiB", static_cast<double>(bytes) / kGibibyte);
}

std::string show_count(long long count) {
  return std::to_string(count);
}

struct Budget {
  std::string_view unit;  // behind a number: " of memory"
  const std::optional<PlacedNumber>& least;
  Demand demand;
  std::string (*show)(long long);
};

void add_warning(const NodeConfiguration& node, Budget budget, Diagnostics& warnings) {
  if (!budget.least || budget.demand.sum() <= budget.least->number) return;
  Diagnostic warning =
      warn(Warning::kFullNode, budget.least->place,
           fmt::format("node \"{}\" has {}{} for its VMs, which want {}", node.node.name.value,
                       budget.show(budget.least->number), budget.unit, budget.show(budget.demand.sum())));
  if (const auto& unknown = budget.demand.unknown; !unknown.empty()) {
    warning.help =
        fmt::format("Left out, for the registry does not say what they want: {}.", name_some(unknown, unknown.size()));
  }
  std::ranges::stable_sort(budget.demand.shares, std::ranges::greater(),
                           [](const Share& share) { return share.number.number; });
  for (std::size_t index = 0; index < std::min(kMostNotes, budget.demand.shares.size()); ++index) {
    const Share& share = budget.demand.shares[index];
    warning.notes.push_back({share.number.place, fmt::format("VM \"{}\" wants {}", share.vm->name.value,
                                                             budget.show(share.number.number))});
  }
  warnings.push_back(std::move(warning));
}

}  // namespace

// A warning for each thing of which the VMs of a node want more than its `capacity` says it has.
Diagnostics find_full_nodes(const ResolvedRegistry& resolved) {
  Diagnostics warnings;
  for (const NodeConfiguration& node : resolved.nodes) {
    Demand memory;
    Demand vcpus;
    Demand disk;
    std::set<std::pair<std::string, std::string>> counted;
    for (const VmConfiguration& vm : resolved.vms) {
      if (vm.node.name.value != node.node.name.value) continue;
      memory.add(vm, find_memory(vm));
      vcpus.add(vm, find_vcpus(vm));
      add_disks(vm, counted, disk);
    }
    add_warning(node, {" of memory", node.capacity.memory, std::move(memory), show_bytes}, warnings);
    add_warning(node, {" virtual processors", node.capacity.vcpus, std::move(vcpus), show_count}, warnings);
    add_warning(node, {" of disk", node.capacity.disk, std::move(disk), show_bytes}, warnings);
  }
  return warnings;
}

}  // namespace vmp
