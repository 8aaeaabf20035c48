#pragma once

#include <string>
#include <vector>

#include "provisioners/impact/directory_facts.h"
#include "provisioners/impact/impact.h"

namespace vmp::impact {

// The changes from one generation of a directory to the next, without its name.
std::vector<Change> compare_facts(const DirectoryFacts& before, const DirectoryFacts& after);

}  // namespace vmp::impact
