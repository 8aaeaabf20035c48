#pragma once

#include <string>
#include <vector>

#include "loader/configuration/image/image_configuration.h"

namespace vmp::v1beta1 {

// The name of the folder and of the words of a step, counted from 0: "03-motd" is the third. Bytes that a path or a
// target would take otherwise are ",HH".
std::string name_step(const ImageConfiguration& configuration, std::size_t index);

// The image's Makefile: its parts as words, one a line, with their digests, and the targets. `paths` are all of the
// directory's files, for its manifest. Raises Error at the place of a control character, and at the image's name where
// it has more words than one command takes.
std::string write_image_makefile(const ImageConfiguration& configuration, const std::vector<std::string>& paths);

}  // namespace vmp::v1beta1
