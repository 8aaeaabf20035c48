#pragma once

#include <span>

#include "loader/configuration/fleet/fleet_configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/registry/section.h"

namespace vmp {

// What is wrong with what these VMs depend on: a VM that the registry does not have, and circles, each told once with
// all VMs that it leads through. `all` are the registry's VMs.
Diagnostics find_dependency_mistakes(std::span<const FleetVm> vms, const Section& all);

}  // namespace vmp
