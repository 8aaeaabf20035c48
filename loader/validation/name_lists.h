#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace vmp {

// Names that others define, from a list in schema/.
struct NameList {
  explicit NameList(std::string_view text);  // a name a line; "#" begins a comment

  std::vector<std::string> names;
  bool contains(const std::string& name) const { return set_.contains(name); }

 private:
  std::unordered_set<std::string> set_;
};

const NameList& cloud_config_keys();
const NameList& osinfo_names();
const NameList& ssh_options();

// The texts of the lists.
std::string_view cloud_config_keys_text();
std::string_view osinfo_names_text();
std::string_view ssh_options_text();

}  // namespace vmp
