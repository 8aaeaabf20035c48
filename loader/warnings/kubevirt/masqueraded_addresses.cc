#include <fmt/format.h>

#include <optional>
#include <string_view>

#include "loader/configuration/vm/kubevirt/named_items.h"
#include "loader/diagnostics/letter_case.h"
#include "loader/warnings/cloud_init/cloud_init_data.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// The interface that a card of network-config is: the one of its MAC address, or the only one.
const Value* find_interface(const Value& card, const List& interfaces) {
  const Value* mac = card.find_path({"match", "macaddress"});
  for (const Value& interface : interfaces) {
    if (mac != nullptr && to_lower(std::string(text_of(interface, "macAddress"))) == to_lower(mac->text()))
      return &interface;
  }
  return mac == nullptr && interfaces.size() == 1 ? &interfaces.front() : nullptr;
}

}  // namespace

// A warning for each fixed address in network-config of a card that KubeVirt masquerades: DHCP gives it another one.
Diagnostics find_masqueraded_addresses(const ResolvedVm& resolved) {
  const VmConfiguration& vm = resolved.configuration;
  if (!vm.kubevirt || !vm.cloud_init) return {};
  const std::optional<Value> network = read_datum(vm.cloud_init->network_config);
  const Value* cards = network ? network->find("ethernets") : nullptr;
  if (cards == nullptr) return {};
  Diagnostics warnings;
  for (const auto& [name, card] : cards->entries()) {
    const Value* interface = find_interface(card, vm.kubevirt->items({"domain", "devices", "interfaces"}));
    const Value* addresses = card.find_key("addresses");
    if (interface == nullptr || addresses == nullptr || !has(*interface, "masquerade")) continue;
    warnings.push_back(warn(Warning::kMasqueradedAddress, addresses->place(),
                            fmt::format("interface \"{}\" is masqueraded, where KubeVirt gives the guest its address",
                                        text_of(*interface, "name")),
                            "Write \"dhcp4: true\", or give the VM a secondary network (multus) for a fixed address."));
  }
  return warnings;
}

}  // namespace vmp
