#pragma once

#include <span>
#include <string_view>

#include "generator/generated_files.h"
#include "loader/configuration/vm/vm_configuration.h"

namespace vmp {

// A provisioner version: the format of a generated directory. A registry names it in `provisioner`.
struct ProvisionerVersion {
  std::string_view name;  // "v1alpha1"
  // The VM's directory, each path beginning with the VM's name. A pure function of the configuration.
  // Raises Error at the place of a value that the directory cannot hold.
  GeneratedFiles (*generate_vm)(const VmConfiguration&);
  // Whether it reads a variable of that name by itself, without a text that uses it.
  bool (*reads_variable)(std::string_view name);
};

std::span<const ProvisionerVersion> provisioner_versions();

// Whether any version does.
bool is_read_by_provisioners(std::string_view variable);

// Raises Error at the place of an unknown version, with near matches.
const ProvisionerVersion& find_provisioner_version(const Text& name);

}  // namespace vmp
