#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "loader/configuration/node/node.h"
#include "loader/configuration/text.h"
#include "loader/document/value.h"

namespace vmp {

// Reading entries that are settled and valid: every scalar has its final text.

Text read_text(const Value& scalar);
// What is behind a key that the map has.
Text read_text(const Value& map, std::string_view key);
std::optional<Text> read_optional_text(const Value& map, std::string_view key);
// The items of the list behind a key, none without it.
const List& items_of(const Value& map, std::string_view key);
std::vector<Text> read_texts(const Value& map, std::string_view key);
// What is behind a key that is on or off, or what is so without it.
bool read_switch(const Value& map, std::string_view key, bool without);
DeletionPolicy read_deletion_policy(const Value& map);

// The map, with a text behind a key that it does not have.
Value with_default(const Value& map, std::string_view key, std::string_view text);

}  // namespace vmp
