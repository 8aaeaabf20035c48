#include "loader/validation/name_lists.h"

#include <algorithm>

namespace vmp {

NameList::NameList(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    const bool is_name = !line.empty() && line.front() != '#';
    if (is_name && set_.emplace(line).second) names.emplace_back(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
}

const NameList& cloud_config_keys() {
  static const NameList kKeys(cloud_config_keys_text());
  return kKeys;
}

const NameList& osinfo_names() {
  static const NameList kNames(osinfo_names_text());
  return kNames;
}

const NameList& ssh_options() {
  static const NameList kOptions(ssh_options_text());
  return kOptions;
}

}  // namespace vmp
