#pragma once

#include "generator/generated_files.h"
#include "loader/configuration/fleet/fleet_configuration.h"

namespace vmp::v1beta1 {

// The files of the base directory that drive all other directories: a Makefile with them and what they need of each
// other, and its scripts. Paths have no directory in front. Raises Error at the place of a value with control
// characters.
GeneratedFiles generate_fleet(const FleetConfiguration& configuration);

}  // namespace vmp::v1beta1
