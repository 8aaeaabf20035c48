#pragma once

#include <span>

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// A warning for each image that a VM keeps in the same local file, or uploads to the same volume, as another VM an
// image with another URL or archive member: the one that comes first would be taken for both.
Diagnostics find_confused_images(std::span<const VmConfiguration> vms);

}  // namespace vmp
