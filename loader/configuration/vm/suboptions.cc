#include "loader/configuration/vm/suboptions.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace vmp {

namespace {

std::vector<OptionWord> list_words(const Text& text) {
  std::vector<OptionWord> words;
  if (text.value.find_first_of("'\"\\") != std::string::npos) return words;
  std::string_view rest = text.value;
  while (!rest.empty()) {
    const std::string_view part = rest.substr(0, rest.find(','));
    const std::size_t equals = std::min(part.find('='), part.size());
    OptionWord word = {{std::string(part.substr(0, equals)), text.place}, std::nullopt, words.empty()};
    if (equals < part.size()) word.value = {std::string(part.substr(equals + 1)), text.place};
    if (!part.empty()) words.push_back(std::move(word));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  }
  return words;
}

std::vector<OptionWord> list_words(const std::vector<OptionItem>& items) {
  std::vector<OptionWord> words;
  for (const OptionItem& item : items) {
    bool is_first = true;
    for (const Suboption& suboption : item.suboptions) {
      const Text* value = std::get_if<Text>(&suboption.value);
      if (value == nullptr && !std::get<bool>(suboption.value)) continue;
      words.push_back({suboption.name, value == nullptr ? std::nullopt : std::optional(*value), is_first});
      is_first = false;
    }
  }
  return words;
}

}  // namespace

std::vector<OptionWord> list_words(const VirtInstallOption& option) {
  if (const auto* text = std::get_if<Text>(&option.value)) return list_words(*text);
  if (const auto* items = std::get_if<std::vector<OptionItem>>(&option.value)) return list_words(*items);
  return {};
}

std::vector<NamedText> list_suboptions(const VirtInstallOption& option) {
  std::vector<NamedText> suboptions;
  for (OptionWord& word : list_words(option)) {
    if (word.value) suboptions.push_back({std::move(word.name), std::move(*word.value)});
  }
  return suboptions;
}

}  // namespace vmp
