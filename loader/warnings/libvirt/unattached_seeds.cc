#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "loader/configuration/vm/suboptions.h"
#include "loader/diagnostics/suggestion.h"
#include "loader/warnings/finders.h"
#include "loader/warnings/libvirt/disks.h"

namespace vmp {

namespace {

std::vector<const Volume*> list_seeds(const VmConfiguration& vm) {
  std::vector<const Volume*> seeds;
  for (const Volume& volume : vm.volumes) {
    const auto* upload = std::get_if<UploadFile>(&volume.source);
    if (upload != nullptr && upload->path.value == vm.cloud_init->seed_path.value) seeds.push_back(&volume);
  }
  return seeds;
}

bool is_in(const VirtInstallOption& option, const std::string& word) {
  if (const auto* text = std::get_if<Text>(&option.value)) return text->value.find(word) != std::string::npos;
  return std::ranges::any_of(list_words(option), [&word](const OptionWord& each) {
    return each.value && each.value->value.find(word) != std::string::npos;
  });
}

// By any option, be it by a path. A disk that nearly has it is what find_near_volumes tells of.
bool is_attached(const Volume& volume, const VmConfiguration& vm) {
  const auto has_it = [&volume](const VirtInstallOption& option) { return is_in(option, volume.name.value); };
  const auto nearly_has_it = [&volume](const Text& disk) {
    return !nearest_name(disk.value, {disk_path(volume)}).empty();
  };
  return std::ranges::any_of(vm.domain.virt_install, has_it) ||
         std::ranges::any_of(list_disk_volumes(vm), nearly_has_it);
}

}  // namespace

// A warning for a seed that is in a volume of the VM and on none of its disks: the guest would not see it.
Diagnostics find_unattached_seeds(const ResolvedVm& resolved) {
  const VmConfiguration& vm = resolved.configuration;
  if (!vm.cloud_init) return {};
  const std::vector<const Volume*> seeds = list_seeds(vm);
  const auto is_on_disk = [&vm](const Volume* volume) { return is_attached(*volume, vm); };
  if (seeds.empty() || std::ranges::any_of(seeds, is_on_disk)) return {};
  const Volume& seed = *seeds.front();
  return {warn(Warning::kUnattachedSeed, seed.name.place,
               fmt::format("no disk of the VM has the seed \"{}\"", disk_path(seed)),
               fmt::format("The guest would not see it. Give it one: disk: [{{name: seed, options: {{vol: {}, device: "
                           "cdrom}}}}].",
                           disk_path(seed)))};
}

}  // namespace vmp
