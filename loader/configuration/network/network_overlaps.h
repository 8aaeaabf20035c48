#pragma once

#include <span>

#include "loader/configuration/network/network_configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// Where networks of one node share addresses, whatever their prefixes are: libvirt sees only equal ones. Nodes are the
// same if their URIs are. One mistake for each network that overlaps one before it, at its address.
Diagnostics find_network_overlaps(std::span<const NetworkConfiguration* const> networks);

}  // namespace vmp
