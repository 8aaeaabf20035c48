#pragma once

#include "loader/configuration/image/image_configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// Gives the image `disk_size`: the build's "size", else that of its installation or of the built image that it is based
// on, which source and steps of the image are asked for. Adds a mistake, with both places, where "size" is below the
// other: a disk does not shrink.
void find_disk_size(ImageConfiguration& image, Diagnostics& mistakes);

}  // namespace vmp
