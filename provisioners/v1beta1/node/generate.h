#pragma once

#include "generator/generated_files.h"
#include "loader/configuration/node/node_configuration.h"

namespace vmp::v1beta1 {

// The node's directory, each path beginning with "nodes/NAME/". A pure function of the configuration.
// Raises Error at the place of a value that the directory cannot hold.
GeneratedFiles generate_node(const NodeConfiguration& configuration);

}  // namespace vmp::v1beta1
