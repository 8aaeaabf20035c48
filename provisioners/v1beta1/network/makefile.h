#pragma once

#include <string>
#include <vector>

#include "loader/configuration/network/network_configuration.h"

namespace vmp::v1beta1 {

// The network's Makefile: what it is, whose, on which node, and the targets. `paths` are all of the directory's files,
// for its manifest. Raises Error at the place of a control character.
std::string write_network_makefile(const NetworkConfiguration& configuration, const std::vector<std::string>& paths);

}  // namespace vmp::v1beta1
