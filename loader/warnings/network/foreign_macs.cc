#include <fmt/format.h>

#include <optional>

#include "loader/addresses/mac_address.h"
#include "loader/warnings/finders.h"

namespace vmp {

// A warning for each interface with a MAC address of the kind that makers of hardware buy: a real card may have it,
// too.
Diagnostics find_foreign_macs(const ResolvedVm& vm) {
  Diagnostics warnings;
  for (const Interface& interface : vm.configuration.interfaces) {
    const std::optional<MacAddress> mac = read_mac_address(interface.mac.value);
    if (is_locally_administered(*mac)) continue;
    warnings.push_back(warn(Warning::kForeignMac, interface.mac.place,
                            fmt::format("MAC address {} belongs to a maker of hardware", interface.mac.value),
                            "Those that begin with 52:54:00 are for guests; without \"mac\", one is derived."));
  }
  return warnings;
}

}  // namespace vmp
