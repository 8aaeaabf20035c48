#pragma once

#include <string>

#include "loader/configuration/node/node_configuration.h"

namespace vmp::v1beta1 {

// The definition of a pool for libvirt (https://libvirt.org/formatstorage.html), with the UUID that shows that it is
// ours. Raises Error at the place of a control character.
std::string write_pool_xml(const Node& node, const NodePool& pool);

}  // namespace vmp::v1beta1
