#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace vmp {

// A text cut behind each line break. The last line may have none.
std::vector<std::string_view> split_lines(std::string_view text);

// What to do with the next line of the older or the newer text.
enum class Edit : char { kKeep, kRemove, kInsert };

// The edits that turn the older lines into the newer ones, as few as there can be, after E. Myers, "An O(ND) difference
// algorithm and its variations" (1986). Where more than `most_edits` are needed, all lines between the first and the
// last that differ are removed and inserted: time and memory stay small for texts that have little in common.
std::vector<Edit> compare_lines(std::span<const std::string_view> older, std::span<const std::string_view> newer,
                                int most_edits = 1000);

}  // namespace vmp
