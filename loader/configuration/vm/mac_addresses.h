#pragma once

#include <vector>

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp {

// What the networks of a VM give as MAC addresses, well-formed or not. Without virt-install's word RANDOM.
std::vector<Text> list_macs(const VmConfiguration& vm);

}  // namespace vmp
