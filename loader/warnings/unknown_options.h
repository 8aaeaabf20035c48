#pragma once

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// A warning for each option and suboption of virt-install that schema/virt_install_options.txt does not list, with
// near matches. A suboption without a value may be the leading word that many options take: it is not looked at.
Diagnostics find_unknown_options(const VmConfiguration& vm);

}  // namespace vmp
