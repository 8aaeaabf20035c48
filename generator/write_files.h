#pragma once

#include <set>
#include <string>
#include <vector>

#include "generator/generated_files.h"
#include "loader/work/work.h"

namespace vmp {

struct Change {
  enum class Kind { kGenerated, kRemoved };

  Kind kind = Kind::kGenerated;
  std::string path;  // relative to the base directory

  bool operator==(const Change&) const = default;
};

enum class Effect {
  kWrite,
  kCheck,  // only say what kWrite would do, apart from making files private
};

// Makes the VMs' directories below the base directory hold these files: writes those whose bytes differ or
// that are not private but should be, and removes those that the directory's manifest names and that are no
// longer among them, with the directories which that leaves empty. Other files are left alone. Each of
// `provisioners` is what one VM has: its paths have the VM's directory in front.
//
// Nothing is changed before all new files are on the disk under a temporary name; a file is always the old
// one or the new one. Nothing outside the base directory is touched: a link in place of a file is replaced, a
// link in place of a directory is an error. Returns the changes, sorted by path. Raises Error (input/output).
std::vector<Change> write_files(const std::vector<GeneratedFiles>& provisioners, const std::string& base_directory,
                                Effect effect, const Work& work = {});

// Removes the files of directories that have a manifest and belong to none of the VMs: only those that the
// manifest names, and then the directories that are empty. Returns and raises as write_files does.
std::vector<Change> prune_directories(const std::set<std::string>& vms, const std::string& base_directory,
                                      Effect effect);

}  // namespace vmp
