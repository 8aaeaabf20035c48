#pragma once

#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/option.h"
#include "generator/generated_files.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/registry/registry.h"

namespace vmp {

enum class Purpose {
  kWrite,  // the files are wanted
  kCheck,  // all warnings are wanted, those of the registry as a whole too, and no files
};

struct Provisioners {
  GeneratedFiles files;
  Diagnostics warnings;
};

// Resolves these VMs and generates their provisioners in memory, several at a time (--jobs), and checks that they
// do not stand in each other's way. Raises Error with every mistake of every VM and those that the registry keeps, and
// the warnings of the VMs.
Provisioners provision_vms(const Registry& registry, const std::vector<std::string>& names, const Arguments& arguments,
                           Purpose purpose = Purpose::kWrite);

inline constexpr Option kJobsOption = {
    "--jobs", "N", "VMs worked on at a time. Default: one for each processor. The result is the same with any."};

}  // namespace vmp
