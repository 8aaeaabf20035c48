#pragma once

#include <vector>

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/document/value.h"

namespace vmp {

// A VM with the defaults of its pools and volumes written out (REGISTRY.md, section 2).
Value fill_in_defaults(const Value& vm);

// Reads the map of a settled `virtInstall`.
std::vector<VirtInstallOption> read_virt_install(const Value& options);

// Reads a VM that is settled, valid as Shape::kConfiguredVm and has its defaults filled in, into the parts of
// `configuration` that stand in its entry: all but node, image and variables.
void read_vm(const Value& vm, VmConfiguration& configuration);

}  // namespace vmp
