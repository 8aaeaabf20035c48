#pragma once

#include <set>
#include <string>
#include <vector>

#include "generator/change.h"

namespace vmp {

// The directories below a base directory that have a manifest and belong to none of the VMs, sorted. What is closed to
// us is not ours. Raises Error (input/output) if the base directory cannot be read.
std::vector<std::string> find_left_over(const std::set<std::string>& vms, const std::string& base_directory);

// Removes the files in them that their manifests name, and then the directories that are empty. Adds each change to
// `changes` when it is made. Raises Error (input/output).
void prune_directories(const std::set<std::string>& vms, const std::string& base_directory, Effect effect,
                       std::vector<Change>& changes, const TellOfWait& tell_of_wait = ignore_wait);

}  // namespace vmp
