#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "loader/registry/registry.h"
#include "loader/work/work.h"

namespace vmp {

// Where a script runs, and as whom.
enum class Runner {
  kImage,      // as root in an image that is built
  kFirstBoot,  // as root in each VM of that image, once
  kGuest,      // as root in a VM
  kHost,       // on the machine of who runs make, as them
  kSecret,     // the same: a command that prints a secret
};

// "image", "first boot", "guest", "host", "secret"
std::string_view name_of(Runner runner);

// A script of a registry: what its authors have run, besides cloud-init's data.
struct RegistryScript {
  std::string source;  // the file, as seen from here; where the text is in the registry, its place there
  Runner runner;
  std::string directory;  // of what it is for: "web", "images/web/12"
  std::string step;       // or the secret's name
};

// The scripts of all VMs, in the registry's order, and of all images that have a directory. Raises Error with every
// mistake of every entry and those that the registry keeps.
std::vector<RegistryScript> list_scripts(const Registry& registry, const Work& work);

}  // namespace vmp
