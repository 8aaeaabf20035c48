#pragma once

#include <string>
#include <vector>

#include "generator/generated_files.h"
#include "loader/configuration/configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/registry/registry.h"
#include "loader/work/work.h"

namespace vmp {

enum class Purpose {
  kWrite,  // the files are wanted
  kCheck,  // all warnings are wanted, those of the registry as a whole too, and no files
};

struct Provisioners {
  std::vector<GeneratedFiles> files;  // of each VM
  Diagnostics warnings;
  std::vector<Configuration> configurations;  // what the files were made of
};

// Resolves these VMs and generates their provisioners in memory, and checks that they do not stand in each other's way.
// Raises Error with every mistake of every VM and those that the registry keeps, and the warnings of the VMs.
Provisioners provision_vms(const Registry& registry, const std::vector<std::string>& names, Purpose purpose,
                           const Work& work);

}  // namespace vmp
