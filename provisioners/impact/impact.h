#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vmp::impact {

// What a change does, the gravest last.
enum class Impact {
  kClient,
  kLive,
  kNext,
  kReseed,
  kFirstBoot,
  kMayNotBoot,
  kRefused,
  kOtherVm,
  kRebuild,
  kLoss,
};

inline constexpr std::size_t kImpacts = 10;

struct ImpactName {
  std::string_view name;     // "first boot"
  std::string_view meaning;  // for the manual
};

// All of them, in the order of Impact.
const std::array<ImpactName, kImpacts>& impact_names();
std::string_view name_of(Impact impact);

// A change of one word, or of all that is said of one thing.
struct Change {
  std::string directory;  // below both base directories: "web", "networks/lan"; "." for the fleet's
  Impact impact = Impact::kNext;
  std::string subject;                // "volume web/root.qcow2 capacity"
  std::optional<std::string> before;  // nothing where it is new
  std::optional<std::string> after;   // nothing where it is gone
  std::string note;                   // what the class alone does not say; may be empty
  bool is_hidden = false;             // before and after are empty: a password, a text
};

// What differs between two generations of directories.
struct Comparison {
  std::vector<Change> changes;         // by directory, the gravest of one first
  std::vector<std::string> not_there;  // paths of files that a directory should have and one of both has not
  std::size_t directories = 0;         // how many were compared, or are new or gone
};

// Compares two Makefiles, two directories, or two base directories with many of them. Reads nothing else than these,
// follows no links in base directories, and passes over what vmp has not generated. Raises Error (input/output) if a
// path does not exist, cannot be read, or names a directory or Makefile that is not generated.
Comparison compare(const std::string& before, const std::string& after);

}  // namespace vmp::impact
