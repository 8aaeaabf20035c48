#include "loader/addresses/lease_time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace vmp {

namespace {

constexpr std::array<std::pair<std::string_view, long>, 5> kUnits = {
    {{"", 1}, {"s", 1}, {"m", 60}, {"h", 3'600}, {"d", 86'400}}};
constexpr long kLeast = 120;
constexpr long kMostOfUnit = 1'000'000;  // more is a slip, and nothing overflows

}  // namespace

std::optional<long> read_lease_time(std::string_view text) {
  if (text == "infinite") return 0;
  long number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number <= 0 || number > kMostOfUnit) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const auto* const found = std::ranges::find(kUnits, unit, &std::pair<std::string_view, long>::first);
  if (found == kUnits.end() || number * found->second < kLeast) return std::nullopt;
  return number * found->second;
}

}  // namespace vmp
