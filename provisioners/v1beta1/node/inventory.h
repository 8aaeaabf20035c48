#pragma once

#include <string>

#include "loader/configuration/node/node_configuration.h"

namespace vmp::v1beta1 {

// What the registry has on the node, a line each. Its history in git says what was ours: "make gc" needs that.
std::string write_inventory(const NodeConfiguration& configuration);

}  // namespace vmp::v1beta1
