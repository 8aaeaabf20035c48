#pragma once

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// A mistake for each value of a VM that no cluster takes; none for a VM that is not on one. `vm` is what the
// configuration was read from.
Diagnostics find_kubevirt_mistakes(const VmConfiguration& configuration, const Value& vm);

}  // namespace vmp
