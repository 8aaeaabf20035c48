#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vmp {

// The candidate that a mistyped name most likely meant, or "" when none is near: at most a third of the
// name's bytes may differ, counted as insertions, deletions, replacements and swaps of neighbours
// (optimal string alignment); case differences count half, and so does the "s" of a plural, however short the name is.
// The first of equally near ones wins. `looks` counts the pairs of bytes that are looked at: what it costs.
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates,
                         std::size_t* looks = nullptr);

// Comparing takes time for each pair of a mistake and a candidate: with more candidates than these, nobody should look
// for near matches of names that a registry may hold by the thousand.
inline constexpr std::size_t kMostCandidates = 1'000;

// `Did you mean "x"?`, or "" without a near match.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

// Of more names than these, only the first are told, and how many there are besides.
inline constexpr std::size_t kMostNamed = 10;

// `"a", "b" and "c"`, or `"a", ..., "j" and 7 more`. `count` is how many there are; all of them need not be in `names`,
// but the first kMostNamed.
std::string name_some(const std::vector<std::string>& names, std::size_t count);

// Which of a kind there are: `The only node is "lab".`, `The nodes are "lab" and "attic".`
std::string say_what_there_is(std::string_view kind, const std::vector<std::string>& names, std::size_t count);

// What helps with a name that none of a kind has: the near match, or else what there is.
std::string suggest(std::string_view name, std::string_view kind, const std::vector<std::string>& candidates);

}  // namespace vmp
