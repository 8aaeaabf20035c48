#include <fmt/format.h>

#include "loader/configuration/vm/kubevirt/named_items.h"
#include "loader/warnings/finders.h"

namespace vmp {

// A warning for each network card that is bridged to the network of pods: the guest cannot be migrated.
Diagnostics find_bridged_pod_networks(const ResolvedVm& resolved) {
  const std::optional<Kubevirt>& kubevirt = resolved.configuration.kubevirt;
  if (!kubevirt) return {};
  Diagnostics warnings;
  for (const Value& interface : kubevirt->items({"domain", "devices", "interfaces"})) {
    const Value* network = find_named(kubevirt->items({"networks"}), text_of(interface, "name"));
    if (network == nullptr || !has(*network, "pod") || !has(interface, "bridge")) continue;
    warnings.push_back(warn(Warning::kBridgedPodNetwork, interface.find_key("bridge")->place(),
                            fmt::format("interface \"{}\" is bridged to the pod network: the guest cannot be migrated",
                                        text_of(interface, "name")),
                            "Write \"masquerade: {}\", or give it a secondary network (multus)."));
  }
  return warnings;
}

}  // namespace vmp
