#pragma once

#include "generator/generated_files.h"
#include "loader/configuration/image/image_configuration.h"

namespace vmp::v1beta1 {

// The image's directory, each path beginning with "images/NAME/TAG/". A pure function of the configuration. Raises
// Error at the place of a value that the directory cannot hold.
GeneratedFiles generate_image(const ImageConfiguration& configuration);

}  // namespace vmp::v1beta1
