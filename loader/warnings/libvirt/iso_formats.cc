#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/vm/suboptions.h"
#include "loader/diagnostics/letter_case.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

bool is_iso(std::string_view file) {
  return to_lower(file).ends_with(".iso");
}

void check(const Text& format, std::string_view file, Diagnostics& warnings) {
  if (!format.place.is_known() || !is_iso(file) || format.value == "raw" || format.value == "iso") return;
  warnings.push_back(warn(Warning::kIsoFormat, format.place,
                          fmt::format("\"{}\" is an ISO image, not one of format \"{}\"", file, format.value),
                          "QEMU would refuse it. Write \"raw\"."));
}

// One occurrence of the option: what is attached, and as what.
struct Disk {
  Text file;
  Text format;
};

std::vector<Disk> list_disks(const VirtInstallOption& option) {
  std::vector<Disk> disks;
  for (const OptionWord& word : list_words(option)) {
    if (word.is_first) disks.emplace_back();
    if (!word.value) {
      if (word.is_first) disks.back().file = word.name;  // a path
      continue;
    }
    const std::string& name = word.name.value;
    if (name == "vol" || name == "source.vol" || name == "path") disks.back().file = *word.value;
    if (name == "format" || name == "driver.type") disks.back().format = *word.value;
  }
  return disks;
}

}  // namespace

// A warning for each ISO image, by its name, that is said to have another format than raw: by a disk or by the volume
// that it is uploaded to.
Diagnostics find_iso_formats(const ResolvedVm& resolved) {
  const VmConfiguration& vm = resolved.configuration;
  Diagnostics warnings;
  for (const Volume& volume : vm.volumes) {
    const auto* upload = std::get_if<UploadFile>(&volume.source);
    if (upload != nullptr) check(volume.format, upload->path.value, warnings);
  }
  for (const VirtInstallOption& option : vm.domain.virt_install) {
    if (option.name.value != "disk") continue;
    for (const Disk& disk : list_disks(option)) check(disk.format, disk.file.value, warnings);
  }
  return warnings;
}

}  // namespace vmp
