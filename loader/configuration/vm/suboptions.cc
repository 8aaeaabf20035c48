#include "loader/configuration/vm/suboptions.h"

#include <algorithm>
#include <string_view>

namespace vmp {

namespace {

std::vector<NamedText> list_suboptions(const Text& text) {
  std::vector<NamedText> suboptions;
  if (text.value.find_first_of("'\"\\") != std::string::npos) return suboptions;
  std::string_view rest = text.value;
  while (!rest.empty()) {
    const std::string_view part = rest.substr(0, rest.find(','));
    const std::size_t equals = part.find('=');
    if (equals != std::string_view::npos) {
      suboptions.push_back({.name = {std::string(part.substr(0, equals)), text.place},
                            .value = {std::string(part.substr(equals + 1)), text.place}});
    }
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  }
  return suboptions;
}

std::vector<NamedText> list_suboptions(const std::vector<OptionItem>& items) {
  std::vector<NamedText> suboptions;
  for (const OptionItem& item : items) {
    for (const Suboption& suboption : item.suboptions) {
      if (const auto* value = std::get_if<Text>(&suboption.value)) suboptions.push_back({suboption.name, *value});
    }
  }
  return suboptions;
}

}  // namespace

std::vector<NamedText> list_suboptions(const VirtInstallOption& option) {
  if (const auto* text = std::get_if<Text>(&option.value)) return list_suboptions(*text);
  if (const auto* items = std::get_if<std::vector<OptionItem>>(&option.value)) return list_suboptions(*items);
  return {};
}

}  // namespace vmp
