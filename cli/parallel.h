#pragma once

#include <cstddef>
#include <functional>

namespace vmp {

// Runs task(0) ... task(count - 1) on up to `threads` threads and waits for all of them. The tasks must not
// raise.
void run_in_parallel(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& task);

}  // namespace vmp
