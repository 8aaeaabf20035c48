#pragma once

#include <map>
#include <string>

namespace vmp {

enum class Access {
  kPublic,   // 0644, less the umask
  kPrivate,  // 0600: holds a password
};

struct GeneratedFile {
  std::string text;  // the file's bytes
  Access access = Access::kPublic;
};

// Files in memory by path relative to the base directory ("vm1/Makefile"): "/" between components, none of
// them empty, "." or "..".
using GeneratedFiles = std::map<std::string, GeneratedFile>;

}  // namespace vmp
