#pragma once

#include <string>

#include "generator/generated_files.h"
#include "loader/configuration/vm/vm_configuration.h"

namespace vmp::kubevirt_v1alpha1 {

// What the cluster is told, by path below the VM's directory: vm.yaml, and data-volumes.yaml and shared.yaml where
// there is something in them. The author's fields as they are, with the labels by which vmp knows its own, the
// firmware's UUID unless the author gives one, and the volume of the seed.
GeneratedFiles write_manifests(const VmConfiguration& configuration);

// The guest's UUID: the author's, else version 5, from namespace and name.
std::string find_uuid(const VmConfiguration& configuration);

}  // namespace vmp::kubevirt_v1alpha1
