#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/image/image_configuration.h"
#include "loader/configuration/image/images.h"
#include "loader/configuration/variables/variables.h"
#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/registry/registry.h"
#include "loader/work/profile.h"

namespace vmp {

// How a VM is made that has no image: an installer fills its first empty volume.
struct Installation {
  // What it needs to know, in the registry's names: location, kernel, initrd, extraArgs; "disk" (POOL/VOLUME),
  // "seconds", "autoinstall" (the kind of the answers). Of a disc "image" (NAME:TAG), "cdrom" (its file, from the VM's
  // directory), and "cdromBuiltBy" (the directory, from there, too) or what list_words says of a download.
  std::vector<ImageWord> words;
  std::string answers;  // the file's content

  const Text* find(std::string_view key) const;  // the first of these words, or nullptr
};

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

// What read_installation has put there.
std::optional<Installation> find_installation(const VmConfiguration& configuration);

// The options of a VM without what read_installation has put there.
std::vector<VirtInstallOption> options_without_installation(const VmConfiguration& configuration);

// Whether the VM has one; else it has an installation.
inline bool has_image(const VmConfiguration& configuration) {
  return !configuration.image.name.value.empty();
}

}  // namespace vmp
