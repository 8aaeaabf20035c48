#pragma once

#include <string_view>
#include <vector>

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp {

// Whether a text is six bytes in hexadecimal with colons between them, as virt-install and libvirt write them.
bool is_mac(std::string_view text);

// The MAC addresses of a VM's interfaces, and what its networks of virt-install give as such, well-formed or not.
// Without virt-install's word RANDOM.
std::vector<Text> list_macs(const VmConfiguration& vm);

}  // namespace vmp
