#include "cli/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace vmp {

void run_in_parallel(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& task) {
  std::atomic<std::size_t> next = 0;
  std::once_flag has_failed;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      for (std::size_t index = next++; index < count; index = next++) task(index);
    } catch (...) {
      // Nobody would catch it in another thread.
      std::call_once(has_failed, [&] { failure = std::current_exception(); });
      next = count;
    }
  };
  {
    std::vector<std::jthread> others;
    try {
      for (std::size_t number = 1; number < std::min(count, threads); ++number) others.emplace_back(work);
    } catch (const std::system_error&) {
      // Those that there are do all the work.
    }
    work();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace vmp
