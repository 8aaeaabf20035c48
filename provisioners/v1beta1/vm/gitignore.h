#pragma once

#include <string>

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp::v1beta1 {

// The .gitignore of a VM's directory: what make writes into it.
std::string write_gitignore(const VmConfiguration& configuration);

}  // namespace vmp::v1beta1
