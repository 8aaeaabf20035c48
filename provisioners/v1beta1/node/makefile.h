#pragma once

#include <string>
#include <vector>

#include "loader/configuration/node/node_configuration.h"

namespace vmp::v1beta1 {

// The node's Makefile: what it is, its pools, what it has to have, and the targets. `paths` are all of the directory's
// files, for its manifest. Raises Error at the place of a control character.
std::string write_node_makefile(const NodeConfiguration& configuration, const std::vector<std::string>& paths);

}  // namespace vmp::v1beta1
