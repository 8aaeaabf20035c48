#pragma once

#include <vector>

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp::v1beta1 {

// The author's options of virt-install, and those that every VM has unless the author gives them otherwise: a channel
// for the guest agent, and a console whose output libvirt keeps in a file on the node. `channel: false` leaves the
// domain without any channel, `console: false` without the file.
std::vector<VirtInstallOption> complete_options(const VmConfiguration& configuration);

}  // namespace vmp::v1beta1
