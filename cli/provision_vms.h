#pragma once

#include <functional>
#include <string>
#include <vector>

#include "generator/generated_files.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/registry/registry.h"
#include "loader/work/work.h"

namespace vmp {

// Gets the files of one VM. Called from several threads, in any order.
using TakeFiles = std::function<void(GeneratedFiles)>;

// Resolves these VMs, generates their provisioners in memory, and checks that they do not stand in each other's way: if
// it raises, what `take` got is worth nothing. Returns the warnings that resolving them gave.
// Raises Error with every mistake of every VM and those that the registry keeps, and the warnings of the VMs.
Diagnostics provision_vms(const Registry& registry, const std::vector<std::string>& names, const TakeFiles& take,
                          const Work& work);

// The same of all VMs, with no files and all warnings there are, also those of the registry as a whole.
Diagnostics check_vms(const Registry& registry, const Work& work);

}  // namespace vmp
