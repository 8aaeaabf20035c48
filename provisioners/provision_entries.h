#pragma once

#include <functional>
#include <string>
#include <vector>

#include "generator/generated_files.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/registry/entry_name.h"
#include "loader/registry/registry.h"
#include "loader/work/work.h"

namespace vmp {

// The entries that have a directory: all VMs, networks and nodes with a provisioner, in the registry's order, images.
std::vector<EntryName> list_provisioned(const Registry& registry);

// Gets the files of one directory. Called from several threads, in any order.
using TakeFiles = std::function<void(const std::string& directory, GeneratedFiles files)>;

// Resolves these entries, generates their provisioners in memory, and checks that they do not stand in each other's
// way: if it raises, what `take` got is worth nothing. Where a network is asked for, all are resolved, and where a node
// is, all VMs and networks. Returns the warnings that resolving them gave. Raises Error with every mistake of every
// entry and those that the registry keeps, and the warnings.
Diagnostics provision_entries(const Registry& registry, const std::vector<EntryName>& names, const TakeFiles& take,
                              const Work& work);

// The same of all entries, with no files and all warnings there are, also those of the registry as a whole.
Diagnostics check_entries(const Registry& registry, const Work& work);

}  // namespace vmp
