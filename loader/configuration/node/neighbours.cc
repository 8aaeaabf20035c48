#include "loader/configuration/node/neighbours.h"

#include "loader/configuration/vm/vm_resources.h"

namespace vmp {

namespace {

std::optional<long long> number_of(const std::optional<PlacedNumber>& placed) {
  return placed ? std::optional(placed->number) : std::nullopt;
}

// Whether a volume is an image that is built: the digest in its name is of all that made it, so one that the registry
// has no longer is never wanted again.
bool is_built(const Volume& volume, const VmConfiguration& vm) {
  const auto* upload = std::get_if<UploadFile>(&volume.source);
  return vm.image.built_by && upload != nullptr && upload->path.value == vm.image.path.value;
}

}  // namespace

NodeVm describe_for_node(const VmConfiguration& vm) {
  NodeVm result;
  result.name = vm.name.value;
  result.domain = vm.domain.name.value;
  result.memory = number_of(find_memory(vm));
  for (const Volume& volume : vm.volumes) {
    result.volumes.push_back(
        {.pool = volume.pool_name.value,
         .name = volume.name.value,
         .deletion_policy = is_built(volume, vm) ? DeletionPolicy::kDelete : volume.deletion_policy,
         .capacity = number_of(find_capacity(volume))});
  }
  return result;
}

NodeNetwork describe_for_node(const NetworkConfiguration& network) {
  NodeNetwork result;
  result.name = network.name.value;
  result.has_directory = network.provisioner.has_value();
  for (const Text& device : network.devices) result.devices.push_back(device.value);
  const bool is_on_bridge = network.mode == NetworkMode::kBridge || network.mode == NetworkMode::kOpenvswitch;
  if (is_on_bridge && network.bridge) result.devices.push_back(network.bridge->value);
  return result;
}

}  // namespace vmp
