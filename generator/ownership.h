#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vmp {

// The Makefile of a provisioner, if it is that of this place, else empty. A base directory may also be the directory of
// a VM of another registry, and a directory in it another one's base directory: what tells the two apart is the fleet's
// script, which only the provisioner of a base directory has.
std::string_view makefile_of(std::string_view provisioner, std::string_view makefile);

// Which files of a provisioner we may overwrite, by the Makefile in it: those that its manifest names. A Makefile of
// vm-provisioner-libvirt v0.1.1 has none; with it, all that v0.1.1 writes is ours, and no script is.
class Ownership {
 public:
  // Of the text of the Makefile, empty if there is none.
  explicit Ownership(std::string_view makefile);

  // The path is relative to the provisioner.
  bool has(std::string_view path) const;

 private:
  std::vector<std::string> paths_;
  bool is_of_older_program_;
};

}  // namespace vmp
