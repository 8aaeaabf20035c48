#include "loader/work/parallel.h"

#include <stdexcept>

#include <atomic>
#include <vector>

#include "test/catch.h"

TEST_CASE("every task is run once, with any number of threads") {
  for (const std::size_t threads : {0, 1, 2, 7, 200}) {
    std::vector<std::atomic<int>> runs(100);
    vmp::run_in_parallel(runs.size(), threads, [&](std::size_t index) { ++runs[index]; });
    for (const auto& count : runs) CHECK(count == 1);
  }
  vmp::run_in_parallel(0, 4, [](std::size_t) { FAIL("there is no task"); });
}

TEST_CASE("what a task raises is raised again, whatever thread it ran in") {
  for (const std::size_t threads : {1, 4}) {
    const auto raise = [](std::size_t index) {
      if (index == 50) throw std::runtime_error("no");
    };
    CHECK_THROWS_WITH(vmp::run_in_parallel(100, threads, raise), "no");
  }
}
