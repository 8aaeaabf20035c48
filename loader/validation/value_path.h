#pragma once

#include <string>
#include <vector>

namespace vmp {

// The keys and indexes ("0", "1", ...) that lead from a value to one inside it.
using ValuePath = std::vector<std::string>;

}  // namespace vmp
