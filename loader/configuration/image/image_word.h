#pragma once

#include <string>

#include "loader/configuration/text.h"

namespace vmp {

// A word that a build gets for a key of the registry: what a step or a source says, in the registry's own names.
struct ImageWord {
  std::string key;  // "to" of copy; what a step says without a map has its type's name: "install"
  Text value;       // of a map below (env): NAME=VALUE; of a flag: "true" or "false"
};

}  // namespace vmp
