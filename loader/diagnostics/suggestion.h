#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vmp {

// The candidate that a mistyped name most likely meant, or "" when none is near: at most a third of the
// name's bytes may differ, counted as insertions, deletions, replacements and swaps of neighbours
// (optimal string alignment); case differences count half. The first of equally near ones wins.
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

// Comparing takes time for each pair of a mistake and a candidate: with more candidates than these, nobody should look
// for near matches of names that a registry may hold by the thousand.
inline constexpr std::size_t kMostCandidates = 1'000;

// `Did you mean "x"?`, or "" without a near match.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace vmp
