#pragma once

#include <string>
#include <vector>

#include "loader/configuration/fleet/fleet_configuration.h"

namespace vmp::v1beta1 {

// The text of a fleet's Makefile. `paths` are the files beside it, for the manifest. Each directory has its own lines,
// with what it needs, so that another VM changes no line that is there.
std::string write_fleet_makefile(const FleetConfiguration& configuration, const std::vector<std::string>& paths);

}  // namespace vmp::v1beta1
