#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vmp {

// The comment line in the head of a generated Makefile, before all that an author wrote, that marks a directory as
// ours and names the files that were generated into it ("# vmp-files: Makefile provisioner.sh ..."), so that files
// which are no longer generated can be told from files of the user. Paths are relative to the provisioner; bytes
// other than [A-Za-z0-9._+@/-] are written as %HH. Ends with a newline.
std::string write_manifest(const std::vector<std::string>& paths);

// The paths that a Makefile's first manifest names, or empty if it has none. A path that is empty, absolute or has
// a ".." component is left out: a manifest may have been edited.
std::vector<std::string> read_manifest(std::string_view makefile);

}  // namespace vmp
