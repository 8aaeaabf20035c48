#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vmp::impact {

// The part that a text is which stands alone, without a name: "512" of "--memory=512", the text of a file.
inline constexpr std::string_view kAlone = "=";

// One thing that a generated directory says: an option of virt-install, a volume, a host of a network. By `type` the
// table (rules.h) knows what a change of it does.
struct Fact {
  std::string type;  // "--disk", "volume", "dhcp host"; it is shown
  std::string id;    // which one of several of the type, where something tells them apart: "web/root.qcow2"
  std::map<std::string, std::string, std::less<>> parts = {};  // values by name: "capacity", kAlone
  bool is_hidden = false;  // its values are never shown: texts of seeds, passwords, what is long

  // Nothing where there is none; a part may be empty.
  const std::string* find(std::string_view part) const {
    const auto found = parts.find(part);
    return found == parts.end() ? nullptr : &found->second;
  }
  std::string get(std::string_view part) const {
    const std::string* value = find(part);
    return value == nullptr ? std::string() : *value;
  }
};

// In the order of the directory's files.
using Facts = std::vector<Fact>;

}  // namespace vmp::impact
