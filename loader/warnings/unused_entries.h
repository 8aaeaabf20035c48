#pragma once

#include <span>

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/registry/registry.h"

namespace vmp {

// A warning for each template that no VM inherits from, be it through other templates.
Diagnostics find_unused_templates(const Registry& registry);

// A warning for each image that none of the VMs has. `vms` must be all of the registry's.
Diagnostics find_unused_images(const Registry& registry, std::span<const VmConfiguration> vms);

}  // namespace vmp
