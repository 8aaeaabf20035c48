#include "cli/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace vmp {

void run_in_parallel(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& task) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t index = next++; index < count; index = next++) task(index);
  };
  std::vector<std::jthread> others;
  for (std::size_t number = 1; number < std::min(count, threads); ++number) others.emplace_back(work);
  work();
}

}  // namespace vmp
