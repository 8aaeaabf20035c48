#pragma once

#include <string_view>

namespace vmp::v1alpha1 {

// The files of this folder that go into every VM's directory as they are, embedded at build time.
std::string_view provisioner_script();  // provisioner.sh
std::string_view makefile_targets();    // targets.mk, the constant end of the Makefile

}  // namespace vmp::v1alpha1
