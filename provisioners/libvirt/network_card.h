#pragma once

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp::libvirt {

// An interface as virt-install's option "network" has it.
VirtInstallOption describe_card(const Interface& interface);

}  // namespace vmp::libvirt
