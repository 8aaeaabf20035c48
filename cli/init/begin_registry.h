#pragma once

#include <string>

#include "cli/init/find_host.h"

namespace vmp {

// The text of a registry to begin with: the host as its node, with its networks and one of its pools, an image, a
// template, and a VM of these. `key` is the public key that may log in; empty: none. `file` is how its comments call
// it.
//
// Raises Error (usage) if the host's URI cannot stand in a registry that is right.
std::string begin_registry(const Host& host, const std::string& key, const std::string& file);

}  // namespace vmp
