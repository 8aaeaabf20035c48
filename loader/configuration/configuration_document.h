#pragma once

#include "loader/configuration/configuration.h"
#include "loader/configuration/image_reference.h"
#include "loader/document/value.h"

namespace vmp {

// A resolved VM as the tree that `vmp config` prints: a map of node, image, vars and vm. `node` is the node's entry
// in the registry, `vm` the settled VM with its defaults filled in. The variables of node and image are
// shown as they were written; `vars` shows every variable's final value.
Value describe_configuration(const Configuration& configuration, const Value& node, const ImageSelection& image,
                             const Value& vm);

}  // namespace vmp
