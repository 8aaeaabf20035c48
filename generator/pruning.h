#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "generator/change.h"

namespace vmp {

// The generated directories below a base directory: those in it, those in a directory of a kind ("networks"), and with
// a fleet the base directory itself.
struct KnownDirectories {
  std::set<std::string> paths;       // "web", "networks/service", kBaseDirectory
  std::map<std::string, int> kinds;  // of each, how far below it: 1 for "networks", 2 for "images", NAME/TAG
};

// Those that have a manifest and are not known, sorted. What is closed to us is not ours. Raises Error (input/output)
// if the base directory cannot be read.
std::vector<std::string> find_left_over(const KnownDirectories& known, const std::string& base_directory);

// Removes the files in them that their manifests name, and then the directories that are empty. Adds each change to
// `changes` when it is made. Raises Error (input/output).
void prune_directories(const KnownDirectories& known, const std::string& base_directory, Effect effect,
                       std::vector<Change>& changes, const TellOfWait& tell_of_wait = ignore_wait);

}  // namespace vmp
