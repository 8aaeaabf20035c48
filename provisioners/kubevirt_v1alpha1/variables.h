#pragma once

#include <string>
#include <string_view>

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp::kubevirt_v1alpha1 {

// The Makefile's section of variables that one can give on make's command line: each known KUBEVIRT_V1ALPHA1_* variable
// with what it means and the registry's value or the default, then the registry's others.
// Raises Error at the place of a name or a value that make cannot take.
std::string write_variables(const VmConfiguration& configuration);

// Whether the provisioner reads a variable by itself: those of the Makefile.
bool reads_variable(std::string_view name);

}  // namespace vmp::kubevirt_v1alpha1
