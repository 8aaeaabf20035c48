#pragma once

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// A mistake for each value that virt-install refuses, by the kinds of schema/virt_install_options.txt: words for a
// number, a text for a flag, no value where one is needed. What that table does not have is not judged.
Diagnostics find_impossible_options(const VmConfiguration& vm);

}  // namespace vmp
