#include "loader/work/profile.h"

#include <fmt/format.h>

#include <string_view>

namespace vmp {

std::vector<std::string> Profile::lines() const {
  constexpr std::array<std::string_view, kStages> kNames = {"read",    "validate", "merge",
                                                            "resolve", "generate", "write"};
  constexpr double kNanosecondsOfMillisecond = 1e6;
  std::vector<std::string> lines;
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    const double milliseconds = static_cast<double>(nanoseconds_[stage].load()) / kNanosecondsOfMillisecond;
    lines.push_back(fmt::format("{:<8} {:>10.1f} ms", kNames[stage], milliseconds));
  }
  return lines;
}

}  // namespace vmp
