#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/document/value.h"

namespace vmp {

// Documents, made key by key.

inline void add(Map& fields, std::string_view key, Value value) {
  fields.push_back({Value::scalar(std::string(key)), std::move(value)});
}

inline void add_text(Map& fields, std::string_view key, const std::string& text) {
  add(fields, key, Value::scalar(text));
}

// Nothing where there is none.
inline void add_text(Map& fields, std::string_view key, const std::optional<Text>& text) {
  if (text) add_text(fields, key, text->value);
}

// A list with what `describe` makes of each, also of none.
template <typename Entries, typename Describe>
void add_list(Map& fields, std::string_view key, const Entries& entries, const Describe& describe) {
  List items;
  for (const auto& entry : entries) items.push_back(describe(entry));
  add(fields, key, Value::list(std::move(items)));
}

inline void add_texts(Map& fields, std::string_view key, const std::vector<std::string>& texts) {
  add_list(fields, key, texts, [](const std::string& text) { return Value::scalar(text); });
}

inline std::vector<std::string> texts_of(const std::vector<Text>& texts) {
  std::vector<std::string> result;
  for (const Text& each : texts) result.push_back(each.value);
  return result;
}

// The name of the network that an interface is plugged into, where it is one.
inline std::optional<Text> network_of(const Interface& interface) {
  const auto* network = std::get_if<InterfaceNetwork>(&interface.source);
  return network == nullptr ? std::nullopt : std::optional(network->name);
}

}  // namespace vmp
