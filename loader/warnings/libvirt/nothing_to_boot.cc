#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/vm/suboptions.h"
#include "loader/warnings/finders.h"
#include "loader/warnings/libvirt/disks.h"

namespace vmp {

namespace {

// Options that may bring what boots.
constexpr std::array<std::string_view, 11> kSources = {
    "cdrom",     "location",   "pxe", "install",    "hostdev",         "host-device",
    "container", "filesystem", "xml", "unattended", "qemu-commandline"};

constexpr std::array<std::string_view, 5> kBootSources = {"network", "cdrom", "fd", "kernel", "initrd"};

bool is_on(const VirtInstallOption& option) {
  const bool* flag = std::get_if<bool>(&option.value);
  return flag == nullptr || *flag;
}

const VirtInstallOption* find_option(const VmConfiguration& vm, std::string_view name) {
  const auto has_name = [name](const VirtInstallOption& option) { return option.name.value == name && is_on(option); };
  const auto found = std::ranges::find_if(vm.domain.virt_install, has_name);
  return found == vm.domain.virt_install.end() ? nullptr : &*found;
}

// "boot: network", or what nobody here can read.
bool is_boot_source(const VirtInstallOption& boot) {
  const std::vector<OptionWord> words = list_words(boot);
  const auto is_source = [](const OptionWord& word) {
    return std::ranges::find(kBootSources, word.name.value) != kBootSources.end();
  };
  return words.empty() || std::ranges::any_of(words, is_source);
}

// "boot.order=1" of a network card or of whatever else.
bool has_boot_order(const VirtInstallOption& option) {
  return std::ranges::any_of(list_words(option),
                             [](const OptionWord& word) { return word.name.value.starts_with("boot"); });
}

bool may_boot_otherwise(const VmConfiguration& vm) {
  if (vm.installation) return true;
  return std::ranges::any_of(vm.domain.virt_install, [](const VirtInstallOption& option) {
    if (option.name.value == "boot") return is_boot_source(option);
    return is_on(option) &&
           (std::ranges::find(kSources, option.name.value) != kSources.end() || has_boot_order(option));
  });
}

bool has_disks(const VmConfiguration& vm) {
  const VirtInstallOption* disk = find_option(vm, "disk");
  const Text* text = disk == nullptr ? nullptr : std::get_if<Text>(&disk->value);
  return disk != nullptr && (text == nullptr || text->value != "none");
}

// What is kept (deletionPolicy Retain) may have been filled long ago.
std::set<std::string> list_blank_volumes(const VmConfiguration& vm) {
  std::set<std::string> blank;
  for (const Volume& volume : vm.volumes) {
    const bool is_kept = volume.deletion_policy == DeletionPolicy::kRetain;
    if (std::holds_alternative<Blank>(volume.source) && !is_kept) blank.insert(disk_path(volume));
  }
  return blank;
}

// A text that cannot be taken apart is a disk, too.
std::ptrdiff_t count_disks(const VmConfiguration& vm) {
  std::ptrdiff_t count = 0;
  for (const VirtInstallOption& option : vm.domain.virt_install) {
    if (option.name.value != "disk") continue;
    count += std::max<std::ptrdiff_t>(std::ranges::count_if(list_words(option), &OptionWord::is_first), 1);
  }
  return count;
}

bool has_blank_disks_only(const VmConfiguration& vm) {
  const std::set<std::string> blank = list_blank_volumes(vm);
  const auto is_blank = [&blank](const Text& disk) { return blank.contains(disk.value); };
  return std::ranges::count_if(list_disk_volumes(vm), is_blank) == count_disks(vm);
}

}  // namespace

// A warning for a VM that says that it boots from its disks (import), or that it has none (nodisks), and has nothing to
// boot from: no disk, or only disks that begin blank; and no installer, network or kernel.
Diagnostics find_nothing_to_boot(const ResolvedVm& resolved) {
  const VmConfiguration& vm = resolved.configuration;
  const VirtInstallOption* import = find_option(vm, "import");
  const VirtInstallOption* said = import == nullptr ? find_option(vm, "nodisks") : import;
  if (said == nullptr || may_boot_otherwise(vm)) return {};
  if (!has_disks(vm)) {
    return {warn(Warning::kNothingToBoot, said->name.place, "the VM has nothing to boot from",
                 "It has no disk, and no installer (\"cdrom\", \"location\") or network (\"pxe\") either.")};
  }
  if (import == nullptr || !has_blank_disks_only(vm)) return {};
  return {warn(Warning::kNothingToBoot, said->name.place, "the VM has nothing to boot from",
               "\"import\" boots from a disk, and all of the VM begin blank. Give one a \"backingVolume\" or an "
               "\"uploadFile\", or install from a \"cdrom\" or a \"location\".")};
}

}  // namespace vmp
