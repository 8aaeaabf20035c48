#include "loader/configuration/settled_value.h"

#include <string>

#include "loader/validation/network_rules.h"

namespace vmp {

Text read_text(const Value& scalar) {
  return {scalar.text(), scalar.place()};
}

Text read_text(const Value& map, std::string_view key) {
  return read_text(*map.find(key));
}

std::optional<Text> read_optional_text(const Value& map, std::string_view key) {
  const Value* value = map.find(key);
  return value == nullptr ? std::nullopt : std::optional(read_text(*value));
}

const List& items_of(const Value& map, std::string_view key) {
  static const List kNone;
  const Value* list = map.find(key);
  return list == nullptr ? kNone : list->items();
}

std::vector<Text> read_texts(const Value& map, std::string_view key) {
  std::vector<Text> texts;
  for (const Value& item : items_of(map, key)) texts.push_back(read_text(item));
  return texts;
}

bool read_switch(const Value& map, std::string_view key, bool without) {
  const Value* value = map.find(key);
  return value == nullptr ? without : is_switched_on(value->text());
}

DeletionPolicy read_deletion_policy(const Value& map) {
  return map.find("deletionPolicy")->text() == "Retain" ? DeletionPolicy::kRetain : DeletionPolicy::kDelete;
}

Value with_default(const Value& map, std::string_view key, std::string_view text) {
  return map.find(key) != nullptr ? map : map.with_entry(key, Value::scalar(std::string(text)));
}

}  // namespace vmp
