#pragma once

#include <string>
#include <vector>

#include "loader/configuration/steps/author_file.h"
#include "loader/configuration/text.h"

namespace vmp {

// A file of a step's folder that comes into the guest: "files" and its path there.
struct PlacedFile {
  std::string path;   // absolute, in the guest
  std::string mode;   // octal
  std::string owner;  // USER or USER:GROUP
};

// A step of "make provision": its files come into the guest, then its script runs.
struct ProvisionStep {
  Text name;
  bool is_on_host = false;  // the script runs on this machine
  std::string when;         // changed, once or always
  long timeout_seconds = 0;
  std::vector<AuthorFile> files;   // of its folder, sorted by path: "run", which it may lack, and "files/..."
  std::vector<PlacedFile> placed;  // sorted by path
};

}  // namespace vmp
