#pragma once

#include <string_view>
#include <vector>

#include "loader/configuration/vm/vm_configuration.h"
#include "provisioners/v1beta1/script.h"

namespace vmp::kubevirt_v1alpha1 {

// A file that goes into directories as it is, embedded at build time.
using Script = v1beta1::Script;

// The files of this folder that go into a VM's directory as they are, with what fetches its secrets.
std::vector<Script> vm_scripts(const VmConfiguration& configuration);
std::string_view vm_targets();  // targets.mk, the constant end of the Makefile

}  // namespace vmp::kubevirt_v1alpha1
