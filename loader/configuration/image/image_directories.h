#pragma once

#include <vector>

#include "loader/configuration/image/built_name.h"
#include "loader/configuration/image/images.h"
#include "loader/registry/registry.h"

namespace vmp {

// The tags that have a directory where all of a registry is generated: those of literal patterns, those that VMs name,
// and those that others of them are built on; sorted. What is wrong with a VM or an image is told where that is
// resolved: here it is left out. `images` are the registry's.
std::vector<BuiltName> list_image_directories(const Registry& registry, const Images& images);

}  // namespace vmp
