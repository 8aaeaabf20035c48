#pragma once

#include "generator/generated_files.h"
#include "loader/configuration/vm/vm_configuration.h"

namespace vmp::v1beta1 {

// The VM's directory: Makefile, the scripts that its targets use, sshpass, the files of the seed. ../README.md is the
// contract of what it does. A pure function of the configuration.
// Raises Error at the place of a value that the directory cannot hold.
GeneratedFiles generate_vm(const VmConfiguration& configuration);

}  // namespace vmp::v1beta1
