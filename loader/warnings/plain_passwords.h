#pragma once

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// A warning for each password that is not hashed: of ssh, of graphics, and in user-data and vendor-data.
Diagnostics find_plain_passwords(const VmConfiguration& vm);

}  // namespace vmp
