#pragma once

#include <string>
#include <string_view>

namespace vmp {

// Paths of files on this machine, as a registry gives them: relative to the VM's directory, or absolute.

// The same path without what says nothing, so that equal paths are equal texts: "./a//b" is "a/b". Every ".." stays:
// behind a link it says something.
std::string tidy_path(std::string_view path);

// A tidy path as seen from the base directory, where VMs' paths can be compared: "seed.iso" of the VM "web" is
// "web/seed.iso", "../.images/a" is ".images/a".
std::string seen_from_base(std::string_view vm, std::string_view path);

}  // namespace vmp
