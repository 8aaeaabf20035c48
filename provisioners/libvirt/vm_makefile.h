#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/vm/vm_configuration.h"
#include "provisioners/libvirt/virt_install.h"

namespace vmp::libvirt {

// What a VM's Makefile says of it, in sections: data for provisioner.sh, which are words of the make variable VM. Each
// raises Error at the place of a value that make or the shell cannot take.

// One line of the variable VM: an option of provisioner.sh and its words, quoted already.
std::string vm_line(std::string_view option, std::initializer_list<std::string> words = {});

// The head, with the manifest of `paths`, the files of the directory; of a provisioner version.
std::string write_head(const VmConfiguration& configuration, const std::vector<std::string>& paths,
                       std::string_view version);
std::string write_node(const VmConfiguration& configuration);
// The first section with words, so it defines VM.
std::string write_domain(const VmConfiguration& configuration, const VirtInstall& virt_install);
// These define POOLS and VOLUMES, too: their names as parts of targets.
std::string write_pools(const VmConfiguration& configuration);
std::string write_volumes(const VmConfiguration& configuration);
std::string write_image(const VmConfiguration& configuration);
std::string write_seed(const VmConfiguration& configuration);  // empty without cloud-init

// Raises Error at the VM's name where `data`, all of the sections, is more than a recipe's line can pass to a shell.
void refuse_long_data(const VmConfiguration& configuration, std::string_view data);

}  // namespace vmp::libvirt
