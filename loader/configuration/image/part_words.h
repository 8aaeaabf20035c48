#pragma once

#include <string_view>
#include <vector>

#include "loader/configuration/image/image_configuration.h"
#include "loader/document/value.h"

namespace vmp {

// Appends the words of a value: of each item of a list one, of each entry of a map one NAME=VALUE, sorted.
void add_words(std::string_view key, const Value& value, std::vector<ImageWord>& words);
// A word of a default.
void add_word(std::string_view key, std::string_view text, const Place& place, std::vector<ImageWord>& words);

// Brings words and files into their order and fills in the digest.
void finish_part(ImagePart& part);

}  // namespace vmp
