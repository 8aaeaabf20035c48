#include <fmt/format.h>

#include "loader/configuration/vm/kubevirt/named_items.h"
#include "loader/warnings/finders.h"

namespace vmp {

// A warning for each network card without a MAC address: it gets a new one when the guest is migrated or restarted.
Diagnostics find_changing_macs(const ResolvedVm& resolved) {
  const std::optional<Kubevirt>& kubevirt = resolved.configuration.kubevirt;
  if (!kubevirt) return {};
  Diagnostics warnings;
  for (const Value& interface : kubevirt->items({"domain", "devices", "interfaces"})) {
    if (has(interface, "macAddress")) continue;
    const Value* name = interface.find("name");
    warnings.push_back(
        warn(Warning::kChangingMac, name == nullptr ? interface.place() : name->place(),
             fmt::format("interface \"{}\" has no MAC address of its own", text_of(interface, "name")),
             "It gets another one when the guest is moved or restarted, and leases and names of the old one no longer "
             "fit. Give it a macAddress, one that begins with 52:54:00."));
  }
  return warnings;
}

}  // namespace vmp
