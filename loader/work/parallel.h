#pragma once

#include <cstddef>
#include <functional>

namespace vmp {

// Runs task(0) ... task(count - 1) on up to `threads` threads and waits for all of them. If tasks raise, no new ones
// are begun, and what the first of them in this order raised is raised again.
void run_in_parallel(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& task);

}  // namespace vmp
