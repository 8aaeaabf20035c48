#pragma once

#include <string_view>
#include <vector>

#include "loader/configuration/vm/vm_configuration.h"
#include "provisioners/v1beta1/script.h"

namespace vmp::v1beta1 {

// The files of this folder that go into a VM's directory as they are: those that its targets use.
std::vector<Script> vm_scripts(const VmConfiguration& configuration);
std::string_view vm_targets();  // targets.mk, the constant end of the Makefile

}  // namespace vmp::v1beta1
