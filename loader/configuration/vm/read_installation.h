#pragma once

#include "loader/configuration/image/images.h"
#include "loader/configuration/variables/variables.h"
#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/registry/registry.h"
#include "loader/work/profile.h"

namespace vmp {

// What the installation of a VM is read with.
struct InstallationSurroundings {
  const Registry& registry;
  const Images& images;
  Variables& variables;
  Stopwatch& watch;
};

// Whether a merged VM is installed, and so has no image: by `libvirt.domain.install`.
bool is_installed(const Value& vm);

// Puts the installation of a settled VM into its configuration, the rest of which is there. What is wrong is a mistake
// at its place.
void read_installation(const Value& vm, const InstallationSurroundings& surroundings, VmConfiguration& configuration,
                       Diagnostics& mistakes, Diagnostics& warnings);

}  // namespace vmp
