#pragma once

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// A mistake for each value of a valid VM that no target can take, in whatever provisioner. To look for another kind,
// add a function to the table.
Diagnostics find_impossible_values(const VmConfiguration& vm);

}  // namespace vmp
