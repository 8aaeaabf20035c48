#pragma once

#include <string_view>

namespace vmp {

// What an entry of the registry is: one of the kinds that have directories of their own.
struct Kind {
  std::string_view word;       // as `kind` of a template has it: "network"
  std::string_view label;      // of one entry, in messages
  std::string_view plural;     // of several
  std::string_view section;    // the key at the registry's top
  std::string_view directory;  // in front of an entry's name: "networks/"
  // Of its directories: the target that removes what their others have made, and the parts of an entry's name.
  std::string_view undoing_target = "down";
  int name_parts = 1;
};

inline constexpr Kind kVmKind = {"vm", "VM", "VMs", "vms", ""};
inline constexpr Kind kNetworkKind = {"network", "network", "networks", "networks", "networks/"};
// The one that is there where the registry has a "fleet"; it has no name, and its directory is the base directory.
inline constexpr Kind kFleetKind = {"fleet", "fleet", "fleets", "fleet", "."};
// An entry has a directory for each of its tags that is built; its name is then NAME/TAG.
inline constexpr Kind kImageKind = {"image", "image", "images", "images", "images/", "clean-all", 2};
inline constexpr Kind kNodeKind = {"node", "node", "nodes", "nodes", "nodes/"};

}  // namespace vmp
