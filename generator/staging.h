#pragma once

#include <map>
#include <string>
#include <vector>

#include "generator/directory.h"

namespace vmp {

// New files that are on the disk, under a temporary name beside their places. Those that never get there go
// away with this object, and so do the directories that were made for them.
class Staging {
 public:
  enum class Lock { kHeld, kMissing };

  // Without the lock another process may write the same files: then the temporary names carry our process id.
  Staging(const Directory& base, Lock lock);
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;
  ~Staging();

  // Both raise Error (input/output).
  void write(const std::string& path, const GeneratedFile& file);
  void put_in_place(const std::string& path);

  // The directories that were used stay open until then, or until this object goes away.
  void close_directories() { open_.clear(); }

 private:
  const Directory& make_directory(const std::string& path);

  const Directory& base_;
  std::string suffix_;
  std::vector<std::string> made_directories_;       // parents first
  std::map<std::string, std::string> temporaries_;  // names by path
  std::map<std::string, Directory> open_;           // by path
};

}  // namespace vmp
