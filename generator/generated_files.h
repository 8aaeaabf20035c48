#pragma once

#include <map>
#include <string>
#include <string_view>

namespace vmp {

enum class Access {
  kPublic,      // 0644, less the umask
  kExecutable,  // 0755, less the umask: where it is not its owner's to run, it is another file
  kPrivate,     // 0600: holds a password
};

struct GeneratedFile {
  std::string text = {};           // the file's bytes,
  std::string_view constant = {};  // or these: part of the program, so that ten thousand VMs share them
  Access access = Access::kPublic;

  std::string_view bytes() const { return constant.empty() ? std::string_view(text) : constant; }
};

// Files in memory by path relative to the base directory ("vm1/Makefile"): "/" between components, none of
// them empty, "." or "..".
using GeneratedFiles = std::map<std::string, GeneratedFile>;

}  // namespace vmp
