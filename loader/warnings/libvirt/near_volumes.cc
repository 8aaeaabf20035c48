#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "loader/configuration/vm/suboptions.h"
#include "loader/diagnostics/suggestion.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

bool is_volume_suboption(const Text& name) {
  return name.value == "vol" || name.value == "source.vol";
}

}  // namespace

// A warning for each disk whose volume (`vol`, POOL/NAME) is not one of the VM's and nearly is. Others may be on the
// node already.
Diagnostics find_near_volumes(const ResolvedVm& resolved) {
  const VmConfiguration& vm = resolved.configuration;
  std::vector<std::string> volumes;
  for (const Volume& volume : vm.volumes) volumes.push_back(volume.pool_name.value + "/" + volume.name.value);
  Diagnostics warnings;
  for (const VirtInstallOption& option : vm.domain.virt_install) {
    if (option.name.value != "disk") continue;
    for (const auto& [name, volume] : list_suboptions(option)) {
      if (!is_volume_suboption(name) || std::ranges::find(volumes, volume.value) != volumes.end()) continue;
      const std::string near = did_you_mean(volume.value, volumes);
      if (near.empty()) continue;
      warnings.push_back(
          warn(Warning::kNearVolume, volume.place, fmt::format("the VM has no volume \"{}\"", volume.value), near));
    }
  }
  return warnings;
}

}  // namespace vmp
