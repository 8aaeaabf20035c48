#include "loader/configuration/vm/mac_addresses.h"

#include "loader/addresses/mac_address.h"
#include "loader/configuration/vm/suboptions.h"

namespace vmp {

bool is_mac(std::string_view text) {
  return read_mac_address(text).has_value();
}

std::vector<Text> list_macs(const VmConfiguration& vm) {
  std::vector<Text> macs;
  for (const Interface& interface : vm.interfaces) macs.push_back(interface.mac);
  for (const VirtInstallOption& option : vm.domain.virt_install) {
    if (option.name.value != "network") continue;
    for (const auto& [name, value] : list_suboptions(option)) {
      const bool is_mac = name.value == "mac" || name.value == "mac.address";
      if (is_mac && value.value != "RANDOM") macs.push_back(value);
    }
  }
  if (!vm.kubevirt) return macs;
  for (const Value& interface : vm.kubevirt->items({"domain", "devices", "interfaces"})) {
    if (const Value* mac = interface.find("macAddress")) macs.push_back({mac->text(), mac->place()});
  }
  return macs;
}

}  // namespace vmp
