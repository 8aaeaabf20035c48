#pragma once

#include <optional>
#include <string>
#include <vector>

#include "generator/directory.h"
#include "generator/read_makefile.h"

namespace vmp::impact {

// A generated directory, or a Makefile alone.
struct Generated {
  MakefileText makefile;
  std::optional<Directory> directory;  // of its files; nothing for a Makefile alone

  // The text of a file by its path below the directory; nothing where there is none.
  std::optional<std::string> read(const std::string& path) const;
};

// What a path on the command line is: one generated directory, or a base directory with any number of them.
struct Tree {
  std::string path;
  std::optional<Generated> alone;
  std::optional<Directory> base;
  std::vector<std::string> directories;  // below the base directory, sorted
};

// Opens what vmp has generated there, and passes over the rest. Raises Error (input/output) if the path does not exist,
// cannot be read, or names a Makefile that is not generated.
Tree open_tree(const std::string& path);

// One of tree.directories; nothing if it is gone by now. The tree must be a base directory.
std::optional<Generated> open_generated(const Tree& tree, const std::string& path);

}  // namespace vmp::impact
