#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp::kubevirt_v1alpha1 {

// What KubeVirt makes the guest's seed of: a Secret, whose keys have the files' texts.

// The Secret's name.
std::string name_seed(const VmConfiguration& configuration);

// The key of one of cloud-init's files; empty where KubeVirt has no place for it.
std::string_view find_seed_key(std::string_view file);

// The files that the VM has, in their order.
std::vector<std::string> list_seed_files(const VmConfiguration& configuration);

}  // namespace vmp::kubevirt_v1alpha1
