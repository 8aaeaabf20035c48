#pragma once

#include <span>

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// A warning for each volume whose capacity is smaller than that of its backing volume, where both are given, be it by
// different VMs of a node: the guest would see a cut disk.
Diagnostics find_small_overlays(std::span<const VmConfiguration> vms);

}  // namespace vmp
