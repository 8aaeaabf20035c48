#pragma once

#include <string>

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp::v1beta1 {

// Whether the VM's targets have to do with libvirt networks, and whether they enter its addresses and names there,
// which they do where the network has no directory that does.
bool uses_networks(const VmConfiguration& configuration);
bool registers(const VmConfiguration& configuration);

// The Makefile's section of the interfaces on networks or with addresses, one a line; empty without one.
// Raises Error at the place of a value that make or the shell cannot take.
std::string write_interfaces(const VmConfiguration& configuration);

}  // namespace vmp::v1beta1
