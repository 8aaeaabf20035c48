#include "loader/configuration/image/part_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "loader/configuration/image/chain.h"
#include "loader/configuration/settled_value.h"

namespace vmp {

void add_words(std::string_view key, const Value& value, std::vector<ImageWord>& words) {
  if (value.is_scalar()) words.push_back({std::string(key), read_text(value)});
  for (const Value& item : value.items()) words.push_back({std::string(key), read_text(item)});
  std::vector<ImageWord> of_map;
  for (const auto& [name, below] : value.entries()) {
    of_map.push_back({std::string(key), {fmt::format("{}={}", name.text(), below.text()), below.place()}});
  }
  std::ranges::sort(of_map, {}, [](const ImageWord& word) { return word.value.value; });
  words.insert(words.end(), of_map.begin(), of_map.end());
}

void add_word(std::string_view key, std::string_view text, const Place& place, std::vector<ImageWord>& words) {
  words.push_back({std::string(key), {std::string(text), place}});
}

void finish_part(ImagePart& part) {
  std::ranges::stable_sort(part.words, {}, &ImageWord::key);
  std::ranges::sort(part.files, {}, &AuthorFile::path);
  part.digest = digest_part(part);
}

}  // namespace vmp
