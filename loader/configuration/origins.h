#pragma once

#include <string>
#include <vector>

#include "loader/configuration/explanation.h"

namespace vmp {

// Where each value of a configuration's document comes from, in its order, for comments behind its lines:
// its place, or "default" or "computed", and the variables in it, each with the same of its own.
std::vector<std::string> describe_origins(const Explained& explained);

}  // namespace vmp
