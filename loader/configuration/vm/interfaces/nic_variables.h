#pragma once

#include <optional>
#include <string>
#include <vector>

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp {

// A variable that a VM has because of an interface: NIC_0_MAC.
struct NicVariable {
  std::string name;
  std::optional<std::string> text;  // none: the interface has nothing of the kind
  std::string help;                 // why
};

// NIC_<n>_MAC, _ADDRESS, _GATEWAY, _PREFIX, _DNS and _DOMAIN of each interface, n from 0; of several addresses those of
// the first.
std::vector<NicVariable> list_nic_variables(const std::vector<Interface>& interfaces);

}  // namespace vmp
