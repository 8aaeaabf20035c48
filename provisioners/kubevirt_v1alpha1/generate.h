#pragma once

#include "generator/generated_files.h"
#include "loader/configuration/vm/vm_configuration.h"

namespace vmp::kubevirt_v1alpha1 {

// The VM's directory: Makefile, the scripts of its targets, the manifests, the files of the seed, sshpass. README.md is
// the contract of what it does. A pure function of the configuration.
// Raises Error at the place of a value that the directory cannot hold.
GeneratedFiles generate_vm(const VmConfiguration& configuration);

}  // namespace vmp::kubevirt_v1alpha1
