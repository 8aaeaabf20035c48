#include "loader/diagnostics/suggestion.h"

#include <algorithm>
#include <utility>

namespace vmp {
namespace {

// Distances count in halves, because a difference of case counts half.
constexpr std::size_t kHalf = 1;
constexpr std::size_t kWhole = 2;

// Comparing takes the product of both lengths; nobody types longer names.
constexpr std::size_t kLongestName = 200;

char lower(char byte) {
  return 'A' <= byte && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

std::size_t replacement_cost(char left, char right) {
  if (left == right) return 0;
  return lower(left) == lower(right) ? kHalf : kWhole;
}

// The optimal string alignment distance, row by row: only the last three rows are needed.
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> before_previous(to.size() + 1);
  std::vector<std::size_t> previous(to.size() + 1);
  std::vector<std::size_t> current(to.size() + 1);
  for (std::size_t j = 0; j <= to.size(); ++j) previous[j] = j * kWhole;

  for (std::size_t i = 1; i <= from.size(); ++i) {
    current[0] = i * kWhole;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t replaced = previous[j - 1] + replacement_cost(from[i - 1], to[j - 1]);
      current[j] = std::min({replaced, previous[j] + kWhole, current[j - 1] + kWhole});
      const bool is_swap = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (is_swap) current[j] = std::min(current[j], before_previous[j - 2] + kWhole);
    }
    std::swap(before_previous, previous);
    std::swap(previous, current);
  }
  return previous[to.size()];
}

}  // namespace

std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates) {
  if (name.size() > kLongestName) return "";
  const std::size_t limit = name.size() * kWhole / 3;
  const std::string* nearest = nullptr;
  std::size_t smallest = limit + 1;
  for (const std::string& candidate : candidates) {
    const auto [shorter, longer] = std::minmax({name.size(), candidate.size()});
    if ((longer - shorter) * kWhole > limit) continue;
    const std::size_t found = distance(name, candidate);
    if (found >= smallest) continue;
    smallest = found;
    nearest = &candidate;
  }
  return nearest == nullptr ? "" : *nearest;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
  const std::string nearest = nearest_name(name, candidates);
  return nearest.empty() ? "" : "Did you mean \"" + nearest + "\"?";
}

}  // namespace vmp
