#pragma once

#include <string>

namespace vmp {

// A file of the registry's author that a step needs. It is read when the entry is resolved, and becomes a file of the
// entry's directory.
struct AuthorFile {
  std::string path;  // inside the folder of its step, or of the source: "files/etc/motd"; no "." or ".." in it
  std::string content;
  bool is_executable = false;  // all of its mode that git keeps
};

}  // namespace vmp
