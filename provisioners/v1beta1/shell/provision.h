#pragma once

#include <string>

#include "generator/generated_files.h"
#include "loader/configuration/vm/vm_configuration.h"

namespace vmp::v1beta1 {

// The steps of "make provision": each has a folder provision.d/NN-NAME with the script "run", what comes along in
// "files", and, where that comes into the guest, "places": a line "MODE OWNER PATH" for each.

// Their section of the Makefile; empty without steps.
std::string write_provision(const VmConfiguration& configuration);

// Their files, by path below the VM's directory.
GeneratedFiles write_provision_files(const VmConfiguration& configuration);

}  // namespace vmp::v1beta1
