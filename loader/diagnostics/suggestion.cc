#include "loader/diagnostics/suggestion.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "loader/diagnostics/letter_case.h"

namespace vmp {
namespace {

// Distances count in halves, because a difference of case counts half.
constexpr std::size_t kHalf = 1;
constexpr std::size_t kWhole = 2;

// Comparing takes the product of both lengths; nobody types longer names.
constexpr std::size_t kLongestName = 200;

std::size_t replacement_cost(char left, char right) {
  if (left == right) return 0;
  return to_lower(left) == to_lower(right) ? kHalf : kWhole;
}

// The parts of two names between what they begin and end with alike, which costs nothing.
void trim(std::string_view& from, std::string_view& to) {
  const auto front = std::ranges::mismatch(from, to).in1 - from.begin();
  from.remove_prefix(static_cast<std::size_t>(front));
  to.remove_prefix(static_cast<std::size_t>(front));
  while (!from.empty() && !to.empty() && from.back() == to.back()) {
    from.remove_suffix(1);
    to.remove_suffix(1);
  }
}

// The optimal string alignment distance, row by row: only the last three rows are needed, and of them only what is near
// enough to the diagonal. Above the limit, any number above it.
class Distance {
 public:
  Distance(std::string_view from, std::string_view to, std::size_t limit, std::size_t* looks)
      : from_(from), to_(to), limit_(limit), far_(limit + 1), looks_(looks) {}

  std::size_t run() {
    trim(from_, to_);
    for (std::vector<std::size_t>* row : {&before_previous_, &previous_, &current_}) row->assign(to_.size() + 1, far_);
    for (std::size_t j = 0; j <= std::min(band(), to_.size()); ++j) previous_[j] = j * kWhole;
    std::size_t nearest_before = 0;
    for (std::size_t i = 1; i <= from_.size(); ++i) {
      const std::size_t nearest = write_row(i);
      if (std::min(nearest, nearest_before) > limit_) return far_;
      nearest_before = nearest;
      std::swap(before_previous_, previous_);
      std::swap(previous_, current_);
    }
    return previous_[to_.size()];
  }

 private:
  std::size_t band() const { return limit_ / kWhole; }

  // Returns the smallest number in it.
  std::size_t write_row(std::size_t i) {
    const std::size_t first = i > band() ? i - band() : 0;
    const std::size_t last = std::min(i + band(), to_.size());
    if (first > 0 && first <= to_.size() + 1) current_[first - 1] = far_;
    if (first == 0) current_[0] = i * kWhole;
    std::size_t nearest = first == 0 ? current_[0] : far_;
    for (std::size_t j = std::max<std::size_t>(first, 1); j <= last; ++j) {
      current_[j] = measure(i, j);
      nearest = std::min(nearest, current_[j]);
    }
    if (last < to_.size()) current_[last + 1] = far_;
    return nearest;
  }

  std::size_t measure(std::size_t i, std::size_t j) const {
    if (looks_ != nullptr) ++*looks_;
    const std::size_t replaced = previous_[j - 1] + replacement_cost(from_[i - 1], to_[j - 1]);
    const std::size_t cost = std::min({replaced, previous_[j] + kWhole, current_[j - 1] + kWhole});
    const bool is_swap = i > 1 && j > 1 && from_[i - 1] == to_[j - 2] && from_[i - 2] == to_[j - 1];
    return is_swap ? std::min(cost, before_previous_[j - 2] + kWhole) : cost;
  }

  std::string_view from_;
  std::string_view to_;
  std::size_t limit_;
  std::size_t far_;
  std::size_t* looks_;
  std::vector<std::size_t> before_previous_;
  std::vector<std::size_t> previous_;
  std::vector<std::size_t> current_;
};

// "vm" for "vms": short names, too, are near to their plural.
bool is_plural(std::string_view word, std::string_view plural) {
  return !word.empty() && plural.size() == word.size() + 1 && plural.ends_with('s') && plural.starts_with(word);
}

}  // namespace

std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates, std::size_t* looks) {
  if (name.size() > kLongestName) return "";
  const std::size_t limit = name.size() * kWhole / 3;
  const std::string* nearest = nullptr;
  std::size_t smallest = limit + 1;
  for (const std::string& candidate : candidates) {
    if (smallest > kHalf && (is_plural(name, candidate) || is_plural(candidate, name))) {
      smallest = kHalf;
      nearest = &candidate;
    }
    const auto [shorter, longer] = std::minmax({name.size(), candidate.size()});
    if (smallest == 0 || (longer - shorter) * kWhole >= smallest) continue;
    const std::size_t found = Distance(name, candidate, smallest - 1, looks).run();
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

std::string name_some(const std::vector<std::string>& names, std::size_t count) {
  const std::size_t named = std::min(count, kMostNamed);
  std::string text;
  for (std::size_t index = 0; index < named; ++index) {
    const bool is_last = index + 1 == count;
    text += index == 0 ? "" : is_last ? " and " : ", ";
    text += "\"" + names[index] + "\"";
  }
  return count > named ? fmt::format("{} and {} more", text, count - named) : text;
}

std::string say_what_there_is(std::string_view kind, const std::vector<std::string>& names, std::size_t count) {
  if (count == 0) return fmt::format("There is no {}.", kind);
  if (count == 1) return fmt::format("The only {} is {}.", kind, name_some(names, count));
  return fmt::format("The {}s are {}.", kind, name_some(names, count));
}

std::string suggest(std::string_view name, std::string_view kind, const std::vector<std::string>& candidates) {
  std::string near = did_you_mean(name, candidates);
  return near.empty() ? say_what_there_is(kind, candidates, candidates.size()) : near;
}

}  // namespace vmp
