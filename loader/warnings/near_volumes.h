#pragma once

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// A warning for each disk whose volume (`vol`, POOL/NAME) is not one of the VM's and nearly is. Others may be on the
// node already.
Diagnostics find_near_volumes(const VmConfiguration& vm);

}  // namespace vmp
