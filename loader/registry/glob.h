#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vmp {

// Whether a path holds a glob's characters: * ? [
bool is_glob(std::string_view path);

// The paths that a glob matches, sorted byte by byte, without directories. "**" as a whole component is any
// number of directories, also none; * ? [...] match within a component. Hidden entries match only a component
// that itself begins with a dot. Links to directories are followed, but never into a directory that
// contains them.
//
// Raises Error (input/output) for a directory that cannot be read, and past `most_directories`.
inline constexpr int kMaxGlobDirectories = 100'000;
std::vector<std::string> expand_glob(const std::string& pattern, int most_directories = kMaxGlobDirectories);

// Every *.yaml and *.yml below a directory, in the same manner.
std::vector<std::string> find_yaml_files(const std::string& directory);

}  // namespace vmp
