#pragma once

#include <string>
#include <vector>

#include "generator/change.h"
#include "generator/directory.h"

namespace vmp {

// A file in the base directory that names the files which are about to be written under a temporary name. It goes away
// with this object: only a run that was killed leaves it behind.
class Journal {
 public:
  // Requires the lock of the base directory. There is no journal where none can be written.
  Journal(const Directory& base, const std::vector<std::string>& paths);
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal();

 private:
  const Directory& base_;
};

// Locks a base directory, and removes what a run that was killed left behind in it: that may hold a password. False
// where the file system has no locks. Raises Error (input/output).
bool lock_for_writing(const Directory& base, const TellOfWait& tell_of_wait);

}  // namespace vmp
