#include "generator/line_diff.h"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace vmp {

namespace {

using Lines = std::span<const std::string_view>;

// How far the furthest paths of some number of edits get: by diagonal (lines kept and removed, less those kept and
// inserted) the count of older lines behind them.
class Reach {
 public:
  explicit Reach(int edits) : edits_(edits), older_(static_cast<std::size_t>(2 * edits + 1)) {}

  int& operator[](int diagonal) { return older_[static_cast<std::size_t>(diagonal + edits_)]; }
  int operator[](int diagonal) const { return older_[static_cast<std::size_t>(diagonal + edits_)]; }

 private:
  int edits_;
  std::vector<int> older_;
};

// Whether the best path of `edits` edits gets to a diagonal by inserting a line, and not by removing one.
bool comes_by_inserting(const Reach& before, int edits, int diagonal) {
  if (diagonal == -edits) return true;
  if (diagonal == edits) return false;
  return before[diagonal - 1] < before[diagonal + 1];
}

// The reach of each number of edits, up to the one that gets to the end; nothing if `most_edits` do not.
std::optional<std::vector<Reach>> find_way(Lines older, Lines newer, int most_edits) {
  const int olders = static_cast<int>(older.size());
  const int newers = static_cast<int>(newer.size());
  std::vector<Reach> way;
  for (int edits = 0; edits <= most_edits; ++edits) {
    Reach& reach = way.emplace_back(edits);
    for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
      int& at = reach[diagonal];
      if (edits > 0) {
        const Reach& before = way[static_cast<std::size_t>(edits - 1)];
        at = comes_by_inserting(before, edits, diagonal) ? before[diagonal + 1] : before[diagonal - 1] + 1;
      }
      while (at < olders && at - diagonal < newers &&
             older[static_cast<std::size_t>(at)] == newer[static_cast<std::size_t>(at - diagonal)]) {
        ++at;
      }
      if (at >= olders && at - diagonal >= newers) return way;
    }
  }
  return std::nullopt;
}

std::vector<Edit> trace_back(const std::vector<Reach>& way, Lines older, Lines newer) {
  std::vector<Edit> edits;
  int at = static_cast<int>(older.size());
  int diagonal = at - static_cast<int>(newer.size());
  for (int count = static_cast<int>(way.size()) - 1; count > 0; --count) {
    const Reach& before = way[static_cast<std::size_t>(count - 1)];
    const bool is_insertion = comes_by_inserting(before, count, diagonal);
    diagonal += is_insertion ? 1 : -1;
    const int kept_from = is_insertion ? before[diagonal] : before[diagonal] + 1;
    for (; at > kept_from; --at) edits.push_back(Edit::kKeep);
    edits.push_back(is_insertion ? Edit::kInsert : Edit::kRemove);
    at = before[diagonal];
  }
  for (; at > 0; --at) edits.push_back(Edit::kKeep);
  std::ranges::reverse(edits);
  return edits;
}

void append(std::vector<Edit>& edits, std::size_t count, Edit edit) {
  edits.insert(edits.end(), count, edit);
}

}  // namespace

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end == std::string_view::npos ? end : end + 1));
    text.remove_prefix(lines.back().size());
  }
  return lines;
}

std::vector<Edit> compare_lines(Lines older, Lines newer, int most_edits) {
  const auto [first_older, first_newer] = std::ranges::mismatch(older, newer);
  const auto before = static_cast<std::size_t>(first_older - older.begin());
  older = older.subspan(before);
  newer = newer.subspan(before);
  std::size_t after = 0;
  while (after < std::min(older.size(), newer.size()) &&
         older[older.size() - 1 - after] == newer[newer.size() - 1 - after]) {
    ++after;
  }
  older = older.first(older.size() - after);
  newer = newer.first(newer.size() - after);

  std::vector<Edit> edits;
  append(edits, before, Edit::kKeep);
  if (const auto way = find_way(older, newer, most_edits)) {
    const std::vector<Edit> between = trace_back(*way, older, newer);
    edits.insert(edits.end(), between.begin(), between.end());
  } else {
    append(edits, older.size(), Edit::kRemove);
    append(edits, newer.size(), Edit::kInsert);
  }
  append(edits, after, Edit::kKeep);
  return edits;
}

}  // namespace vmp
