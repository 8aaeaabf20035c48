#include "loader/configuration/vm/kubevirt/named_items.h"

#include <algorithm>

namespace vmp {

const Value* find_named(const List& items, std::string_view name) {
  const auto found = std::ranges::find_if(items, [&](const Value& item) { return text_of(item, "name") == name; });
  return found == items.end() ? nullptr : &*found;
}

std::string_view text_of(const Value& item, std::string_view key) {
  const Value* value = item.find(key);
  return value == nullptr ? std::string_view() : std::string_view(value->text());
}

bool has(const Value& item, std::string_view key) {
  return item.find(key) != nullptr;
}

}  // namespace vmp
