#include "loader/warnings/libvirt/disks.h"

#include "loader/configuration/vm/suboptions.h"

namespace vmp {

std::vector<Text> list_disk_volumes(const VmConfiguration& vm) {
  std::vector<Text> volumes;
  for (const VirtInstallOption& option : vm.domain.virt_install) {
    if (option.name.value != "disk") continue;
    for (const auto& [name, volume] : list_suboptions(option)) {
      if (name.value == "vol" || name.value == "source.vol") volumes.push_back(volume);
    }
  }
  return volumes;
}

std::string disk_path(const Volume& volume) {
  return volume.pool_name.value + "/" + volume.name.value;
}

}  // namespace vmp
