#pragma once

#include <string>
#include <vector>

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp::libvirt {

// A domain as virt-install takes it, and what virt-install cannot say of it.
struct VirtInstall {
  std::string uuid;             // the registry's, or one made from the node's URI and the domain's name
  bool autostart = false;       // not in the XML that virt-install prints, nor is this:
  bool transient = false;       // forgotten by libvirt when it stops
  std::vector<Text> arguments;  // "--memory=1024", ..., in the author's order
};

// The interfaces come first. Network cards without a MAC address get one of ours, so that the same registry always
// makes the same domain. Raises Error at the place of an option that is not the registry's to give, of a bad UUID, and
// of autostart with transient.
VirtInstall make_virt_install(const VmConfiguration& configuration);

}  // namespace vmp::libvirt
