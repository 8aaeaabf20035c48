#pragma once

#include "loader/configuration/image/resolve_image.h"
#include "loader/configuration/network/resolve_network.h"
#include "loader/configuration/node/resolve_node.h"
#include "loader/configuration/vm/resolve_vm.h"
#include "loader/document/value.h"

namespace vmp {

// A resolved VM as the tree that `vmp config` prints: a map of node, image, vars and vm with everything filled in. The
// variables of node and image are shown as the texts that were written; `vars` shows every variable's final value. The
// registry that the VM was resolved from has to be there still.
Value describe_configuration(const ResolvedVm& vm);

// The same of a network: a map of node, vars and network.
Value describe_configuration(const ResolvedNetwork& network);

// Of a tag that is built: a map of vars, those that its texts use, and image.
Value describe_configuration(const ResolvedImage& image);

// Of a node: a map of vars and node.
Value describe_configuration(const ResolvedNode& node);

}  // namespace vmp
