#include "loader/configuration/vm/kubevirt/kubevirt_mistakes.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <string_view>

#include "loader/configuration/node/cluster_names.h"
#include "loader/configuration/vm/kubevirt/named_items.h"

namespace vmp {

namespace {

// The volume and the disk that vmp adds for cloud-init.
constexpr std::string_view kSeed = "seed";

void check_vm_name(const Text& name, Diagnostics& mistakes) {
  const std::string mistake = find_label_mistake(name.value);
  if (mistake.empty()) return;
  mistakes.push_back({.place = name.place,
                      .message = fmt::format("VM \"{}\" cannot be on a cluster: its name {}", name.value, mistake),
                      .help = std::string(kLabelHelp)});
}

void check_data_volumes(const Kubevirt& kubevirt, Diagnostics& mistakes) {
  std::map<std::string_view, const DataVolume*> first;
  for (const DataVolume& volume : kubevirt.data_volumes) {
    const std::string& name = volume.name.value;
    const std::string mistake = find_subdomain_mistake(name);
    if (!mistake.empty()) {
      mistakes.push_back(
          {.place = volume.name.place,
           .message = fmt::format("data volume \"{}\" cannot be on a cluster: its name {}", name, mistake),
           .help = std::string(kSubdomainHelp)});
    }
    const auto [known, is_new] = first.emplace(name, &volume);
    if (is_new) continue;
    mistakes.push_back({.place = volume.name.place,
                        .message = fmt::format("data volume \"{}\" is defined twice", name),
                        .notes = {{known->second->name.place, "first defined here"}}});
  }
}

// KubeVirt writes the one itself and has no place for the other.
void check_cloud_init(const Value& vm, Diagnostics& mistakes) {
  const Value* data = vm.find_path({"cloudInit", "noCloud", "data"});
  if (data == nullptr) return;
  for (const std::string_view name : {"meta-data", "vendor-data"}) {
    const Value* key = data->find_key(name);
    if (key == nullptr || data->find(name)->is_null()) continue;
    const bool is_meta_data = name == "meta-data";
    mistakes.push_back({.place = key->place(),
                        .message = fmt::format("a VM on a cluster cannot have \"{}\"", name),
                        .help = is_meta_data
                                    ? "KubeVirt writes it: the host name is virtualMachine.template.spec.hostname, the "
                                      "instance-id follows from the VM. Write null to take away what is inherited."
                                    : "KubeVirt has user data and network data alone. Write null to take away what is "
                                      "inherited."});
  }
}

void check_seed(const VmConfiguration& vm, Diagnostics& mistakes) {
  if (!vm.cloud_init) return;
  const Value* volume = find_named(vm.kubevirt->items({"volumes"}), kSeed);
  if (volume == nullptr) return;
  mistakes.push_back({.place = volume->find("name")->place(),
                      .message = "the volume \"seed\" is the one that vmp makes of \"cloudInit\"",
                      .help = "Give this one another name. A disk \"seed\" may say how the guest sees it."});
}

}  // namespace

Diagnostics find_kubevirt_mistakes(const VmConfiguration& configuration, const Value& vm) {
  if (!configuration.kubevirt) return {};
  Diagnostics mistakes;
  check_vm_name(configuration.name, mistakes);
  check_data_volumes(*configuration.kubevirt, mistakes);
  check_cloud_init(vm, mistakes);
  check_seed(configuration, mistakes);
  return mistakes;
}

}  // namespace vmp
