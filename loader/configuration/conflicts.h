#pragma once

#include <span>

#include "loader/configuration/configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// Where VMs stand in each other's way on one node: the same domain name, the same explicit MAC address, the
// same volume. Nodes are the same if their URIs are. A volume may be shared if all define it alike, from the
// same file on this machine, and it is kept (deletionPolicy Retain) or is only the backing of others.
// One mistake for each but the first of them, at its place, with a note for the first.
Diagnostics find_conflicts(std::span<const Configuration> configurations);

}  // namespace vmp
