#pragma once

#include <cstddef>

#include "loader/work/profile.h"

namespace vmp {

// How work is done: on how many threads, and who wants to know how long it took. What comes out of it is the same with
// any.
struct Work {
  std::size_t threads = 1;
  Profile* profile = nullptr;
};

}  // namespace vmp
