#include "loader/validation/capacity.h"

#include <charconv>
#include <string>

#include "loader/diagnostics/letter_case.h"

namespace vmp {

namespace {

constexpr std::uint64_t kTooMany = kMostBytes + 1;

// What one of a unit has in bytes, or nothing for an unknown unit.
std::optional<std::uint64_t> bytes_of_unit(const std::string& unit) {
  constexpr std::string_view kPrefixes = "kmgtpe";
  if (unit.empty() || unit == "b" || unit == "byte" || unit == "bytes") return 1;
  const std::size_t power = kPrefixes.find(unit.front());
  const std::string_view rest = std::string_view(unit).substr(1);
  if (power == std::string_view::npos || (!rest.empty() && rest != "b" && rest != "ib")) return std::nullopt;
  const std::uint64_t base = rest == "b" ? 1000 : 1024;
  std::uint64_t bytes = base;
  for (std::size_t step = 0; step < power; ++step) bytes *= base;
  return bytes;
}

}  // namespace

std::optional<std::uint64_t> parse_capacity(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::invalid_argument) return std::nullopt;
  const std::optional<std::uint64_t> unit =
      bytes_of_unit(to_lower(text.substr(static_cast<std::size_t>(end - text.data()))));
  if (!unit) return std::nullopt;
  const bool is_too_much = error == std::errc::result_out_of_range || number > kMostBytes / *unit;
  return is_too_much ? kTooMany : number * *unit;
}

}  // namespace vmp
