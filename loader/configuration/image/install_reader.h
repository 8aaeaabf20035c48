#pragma once

#include <vector>

#include "loader/configuration/image/image_configuration.h"
#include "loader/configuration/image/source_reader.h"
#include "loader/document/value.h"

namespace vmp {

// Reads an unattended installation: node, disk, where the installer is, its answers. What counts for the digest and is
// no word of the source is added to `counted`.
void read_install(const Value& install, const SourceSurroundings& surroundings, ImageSource& source,
                  std::vector<ImageWord>& counted);

// The installation of a VM: where the installer is, and its answers. Node, disk and options are the VM's own.
ImageSource read_installer(const Value& install, const SourceSurroundings& surroundings);

}  // namespace vmp
