#pragma once

#include <string>
#include <string_view>

#include "loader/document/value.h"

namespace vmp {

// What a schema wants where it finds a value of another kind.
struct WantedKinds {
  bool text = false;
  bool list = false;
  bool map = false;
};

// YAML takes some slips without a word, and reads something else than was meant: "name:web" is a text. What to do about
// such a value, in full sentences, or nothing.
std::string help_with_value(const Value& value, const WantedKinds& wanted);

// The key that was meant by one such as "name:web", "-name" or one behind a no-break space, or nothing.
std::string find_intended_key(const std::string& key);
// What is wrong with such a key, in full sentences, or nothing.
std::string help_with_key(const Value& key);

}  // namespace vmp
