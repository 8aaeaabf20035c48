#pragma once

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// A warning for each MAC address of a network that is none.
Diagnostics find_bad_macs(const VmConfiguration& vm);

}  // namespace vmp
