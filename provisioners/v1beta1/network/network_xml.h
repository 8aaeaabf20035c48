#pragma once

#include <string>

#include "loader/configuration/network/network_configuration.h"

namespace vmp::v1beta1 {

// The network's definition for libvirt, whole, in libvirt's own order, with one entry a line: hosts, names, ranges and
// whatever else can change while the network runs are lines of their own. Its mark in <metadata> has the digest of all
// the rest, which waits for a restart.
// Raises Error at the place of a control character.
std::string write_network_xml(const NetworkConfiguration& configuration);

}  // namespace vmp::v1beta1
