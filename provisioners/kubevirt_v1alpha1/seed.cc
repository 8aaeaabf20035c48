#include "provisioners/kubevirt_v1alpha1/seed.h"

#include "provisioners/libvirt/cloud_init_files.h"

namespace vmp::kubevirt_v1alpha1 {

std::string name_seed(const VmConfiguration& configuration) {
  return configuration.name.value + "-seed";
}

std::string_view find_seed_key(std::string_view file) {
  if (file == "user-data") return "userdata";
  return file == "network-config" ? "networkdata" : "";
}

std::vector<std::string> list_seed_files(const VmConfiguration& configuration) {
  std::vector<std::string> files;
  if (!configuration.cloud_init) return files;
  for (const std::string& name : libvirt::name_cloud_init_files(*configuration.cloud_init)) {
    if (!find_seed_key(name).empty()) files.push_back(name);
  }
  return files;
}

}  // namespace vmp::kubevirt_v1alpha1
