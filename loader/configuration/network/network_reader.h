#pragma once

#include "loader/configuration/network/network_configuration.h"
#include "loader/document/value.h"

namespace vmp {

// A network with its defaults written out.
Value fill_in_network_defaults(const Value& network);

// Reads a network that is settled, valid as Shape::kConfiguredNetwork and has its defaults filled in, into the parts of
// `configuration` that stand in its entry: all but node and variables.
void read_network(const Value& network, NetworkConfiguration& configuration);

}  // namespace vmp
