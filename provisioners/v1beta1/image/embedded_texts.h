#pragma once

#include <string_view>
#include <vector>

#include "loader/configuration/image/image_configuration.h"
#include "provisioners/v1beta1/script.h"

namespace vmp::v1beta1 {

// The files of this folder that go into an image's directory as they are: those that its source and steps use.
std::vector<Script> image_scripts(const ImageConfiguration& configuration);
std::string_view image_targets();  // targets.mk, the constant end of the Makefile

}  // namespace vmp::v1beta1
