#pragma once

#include <string>
#include <vector>

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp::kubevirt_v1alpha1 {

// The VM's Makefile: where the VM is, as data, then targets.mk. `paths` are the files of the directory, for its
// manifest. Raises Error at the place of a value that make or the shell cannot take.
std::string write_vm_makefile(const VmConfiguration& configuration, const std::vector<std::string>& paths);

}  // namespace vmp::kubevirt_v1alpha1
