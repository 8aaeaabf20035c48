#pragma once

#include <array>
#include <string_view>

namespace vmp {

// What an entry of the registry is.
struct Kind {
  std::string_view word;     // as `kind` of a template has it: "vm"
  std::string_view label;    // of one entry in messages: "VM"
  std::string_view section;  // the key at the registry's top: "vms"
};

inline constexpr Kind kVmKind = {"vm", "VM", "vms"};
inline constexpr Kind kNodeKind = {"node", "node", "nodes"};
inline constexpr Kind kImageKind = {"image", "image", "images"};

}  // namespace vmp
