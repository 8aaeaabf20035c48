#pragma once

#include <string_view>

#include "loader/document/value.h"

namespace vmp {

// Of KubeVirt's lists, whose items have names and one key that says what they are.

// The item of that name, or nullptr.
const Value* find_named(const List& items, std::string_view name);

// The text behind an item's key, "" without one.
std::string_view text_of(const Value& item, std::string_view key);

// Whether an item has a key, be there nothing behind it ("bridge: {}").
bool has(const Value& item, std::string_view key);

}  // namespace vmp
