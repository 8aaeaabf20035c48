#pragma once

#include <string>
#include <vector>

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp {

// The volumes ("POOL/NAME") of the disks of a VM, in order. Those of a text with quotes are left out (list_suboptions).
std::vector<Text> list_disk_volumes(const VmConfiguration& vm);

// What a disk has to say to have a volume: "POOL/NAME".
std::string disk_path(const Volume& volume);

}  // namespace vmp
