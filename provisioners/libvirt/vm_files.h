#pragma once

#include "generator/generated_files.h"
#include "loader/configuration/vm/vm_configuration.h"

namespace vmp::libvirt {

// The files of a VM that are data: sshpass and those of the seed, by path below the VM's directory.
// Raises Error at the password's place if that has control characters.
GeneratedFiles write_data_files(const VmConfiguration& configuration);

// Raises Error where make would write the seed or the image over one of `files`, whose paths begin with the VM's name.
void refuse_to_overwrite(const GeneratedFiles& files, const VmConfiguration& configuration);

// Raises Error for a URL of the image, or of its list of checksums, that curl is not let take.
void refuse_other_urls(const Image& image);

}  // namespace vmp::libvirt
