#pragma once

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// A warning for each text with one of & < > " ' that virt-install up to 5.0 writes into an attribute of the domain's
// XML: it escapes these twice, so that libvirt sees "a&amp;b" for "a&b" (virt-manager's issue 838). These are
// suboptions of devices, and paths of pools, of which it makes the files of disks.
Diagnostics find_double_escapes(const VmConfiguration& vm);

}  // namespace vmp
