#include "cli/jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <thread>

#include "loader/diagnostics/diagnostic.h"

namespace vmp {

std::size_t choose_threads(const Arguments& arguments) {
  constexpr std::size_t kMost = 256;
  const std::string text = arguments.value("--jobs", "");
  if (text.empty()) return std::max(1U, std::thread::hardware_concurrency());
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && number >= 1 && number <= kMost) return number;
  throw Error(Failure::kUsage, fmt::format("option \"--jobs\" does not take \"{}\"", text),
              fmt::format("It takes a number from 1 to {}.", kMost));
}

}  // namespace vmp
