#pragma once

#include <string_view>

#include "provisioners/impact/fact.h"

namespace vmp::impact {

// What an argument of virt-install says: of "--disk=vol=web/root.qcow2,bus=virtio" the parts "vol" and "bus". Memory
// and processors have "current" and "maximum", however they are written.
Fact read_virt_install(std::string_view argument);

}  // namespace vmp::impact
