#pragma once

#include <string>
#include <string_view>

#include "loader/registry/kind.h"

namespace vmp {

// An entry as commands and messages name it, and its directory: "web" is a VM, "networks/service" a network.
struct EntryName {
  const Kind* kind = &kVmKind;
  std::string name;

  std::string directory() const { return std::string(kind->directory) + name; }
};

// Any text names something: what begins with no kind's directory is a VM.
EntryName read_entry_name(std::string_view text);

}  // namespace vmp
