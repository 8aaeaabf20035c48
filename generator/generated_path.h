#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vmp {

// Whether a path may be written or removed below a base directory: "/" between components, none of them
// empty, "." or "..", and no NUL.
bool is_generated_path(std::string_view path);

// A path's last component and what leads to it; `directory` is empty for a single component.
struct SplitPath {
  std::string directory;
  std::string name;
};

SplitPath split_path(std::string_view path);

// The base directory as the place of a provisioner: the one of the fleet, whose files are beside the other directories.
inline constexpr std::string_view kBaseDirectory = ".";

// The path of a file of a provisioner, relative to the base directory: "vm1/Makefile", but "Makefile" for the fleet's.
std::string path_in(std::string_view provisioner, std::string_view file);
// The same back: the file's path in the provisioner; nothing if it is not below it.
std::optional<std::string_view> path_inside(std::string_view provisioner, std::string_view path);

// A path below a base directory as the user knows it: "vm1/Makefile" for ".".
std::string path_below(std::string_view base, std::string_view path);

// The name under which a file is written before it gets its own. It follows from the name, so that the next run finds
// what a killed one left: the journal names the files.
std::string temporary_name(std::string_view name);

}  // namespace vmp
