#pragma once

#include "generator/generated_files.h"
#include "loader/configuration/network/network_configuration.h"

namespace vmp::v1beta1 {

// The network's directory, each path beginning with "networks/NAME/". A pure function of the configuration.
// Raises Error at the place of a value that the directory cannot hold.
GeneratedFiles generate_network(const NetworkConfiguration& configuration);

}  // namespace vmp::v1beta1
