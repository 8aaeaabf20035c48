#pragma once

#include <cstddef>

#include "cli/arguments.h"
#include "cli/option.h"

namespace vmp {

inline constexpr Option kJobsOption = {
    "--jobs", "N", "Threads that work. Default: one for each processor. The result is the same with any."};

// What --jobs says, else one for each processor. Raises Error (usage).
std::size_t choose_threads(const Arguments& arguments);

}  // namespace vmp
