#pragma once

#include <optional>
#include <string_view>

#include "loader/configuration/node/node.h"
#include "loader/configuration/text.h"
#include "loader/document/value.h"

namespace vmp {

// Reading entries that are settled and valid: every scalar has its final text.

Text read_text(const Value& scalar);
// What is behind a key that the map has.
Text read_text(const Value& map, std::string_view key);
std::optional<Text> read_optional_text(const Value& map, std::string_view key);
DeletionPolicy read_deletion_policy(const Value& map);

// The map, with a text behind a key that it does not have.
Value with_default(const Value& map, std::string_view key, std::string_view text);

}  // namespace vmp
