#include "loader/work/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace vmp {

namespace {

// The first failure in the order of tasks, whichever thread is first to fail: tasks are begun in order, so that all
// before a failed one were begun.
class Failure {
 public:
  void keep(std::size_t index) {
    const std::lock_guard guard(lock_);
    if (exception_ && index_ < index) return;
    exception_ = std::current_exception();
    index_ = index;
  }

  void raise_again() const {
    if (exception_) std::rethrow_exception(exception_);
  }

 private:
  std::mutex lock_;
  std::exception_ptr exception_;
  std::size_t index_ = 0;
};

}  // namespace

void run_in_parallel(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& task) {
  std::atomic<std::size_t> next = 0;
  Failure failure;
  const auto work = [&] {
    for (std::size_t index = next++; index < count; index = next++) {
      try {
        task(index);
      } catch (...) {
        // Nobody would catch it in another thread.
        failure.keep(index);
        next = count;
      }
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
  failure.raise_again();
}

}  // namespace vmp
