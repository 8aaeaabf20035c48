#pragma once

#include <vector>

#include "loader/document/value.h"
#include "provisioners/describe_images.h"
#include "provisioners/describe_landscape.h"

namespace vmp {

// The entries of a kind as data, a map each, with what is known of them offline: for `vmp inventory` and `vmp list`.
Value document_of(const std::vector<NodeConfiguration>& nodes);
Value document_of(const std::vector<NetworkConfiguration>& networks);
Value document_of(const std::vector<VmConfiguration>& vms);
Value document_of(const std::vector<ImageDescription>& images);

}  // namespace vmp
