#pragma once

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// A mistake for each volume of a VM that cannot be made on its backing volume: because that is the volume itself, be it
// through others, or because volumes of its format have none.
Diagnostics find_impossible_volumes(const VmConfiguration& vm);

}  // namespace vmp
