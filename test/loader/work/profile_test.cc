#include "loader/work/profile.h"

#include <string>
#include <vector>

#include "test/catch.h"

using namespace vmp;

TEST_CASE("a profile has a line for each stage, in order") {
  Profile profile;
  profile.add(Stage::kRead, std::chrono::microseconds(12'340));
  profile.add(Stage::kWrite, std::chrono::milliseconds(1));
  profile.add(Stage::kWrite, std::chrono::milliseconds(1));
  CHECK(profile.lines() == std::vector<std::string>{
                               "read           12.3 ms",
                               "validate        0.0 ms",
                               "merge           0.0 ms",
                               "resolve         0.0 ms",
                               "generate        0.0 ms",
                               "write           2.0 ms",
                           });
}

TEST_CASE("a stopwatch fills the stages that it enters, and needs no profile") {
  Profile profile;
  {
    Stopwatch watch(&profile, Stage::kResolve);
    const auto begin = Profile::Clock::now();
    while (Profile::Clock::now() < begin + std::chrono::milliseconds(1)) continue;
    watch.enter(Stage::kValidate);
  }
  CHECK(profile.lines().at(0) == "read            0.0 ms");
  CHECK(profile.lines().at(3) != "resolve         0.0 ms");
  Stopwatch(nullptr, Stage::kRead).enter(Stage::kMerge);
}
