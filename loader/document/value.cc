#include "loader/document/value.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace vmp {

namespace {

bool is_one_of(std::string_view text, const auto& spellings) {
  return std::ranges::find(spellings, text) != std::end(spellings);
}

// https://yaml.org/type/null.html
constexpr std::array<std::string_view, 5> kNulls = {"", "~", "null", "Null", "NULL"};

// https://yaml.org/type/bool.html, less the single letters, which PyYAML does not take either.
constexpr std::array<std::string_view, 9> kTrue = {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"};
constexpr std::array<std::string_view, 9> kFalse = {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"};

template <typename Content>
std::shared_ptr<const Content> share(Content content) {
  return content.empty() ? nullptr : std::make_shared<const Content>(std::move(content));
}

}  // namespace

const std::string Value::kNoText;
const List Value::kNoItems;
const Map Value::kNoEntries;

Value Value::scalar(std::string text, Style style, Place place) {
  Value value;
  value.style_ = style;
  value.content_ = share(std::move(text));
  value.place_ = std::move(place);
  return value;
}

Value Value::list(List items, Place place) {
  Value value;
  value.kind_ = Kind::kList;
  value.content_ = share(std::move(items));
  value.place_ = std::move(place);
  return value;
}

Value Value::map(Map entries, Place place) {
  Value value;
  value.kind_ = Kind::kMap;
  value.content_ = share(std::move(entries));
  value.place_ = std::move(place);
  return value;
}

bool Value::is_null() const {
  return is_scalar() && style_ == Style::kPlain && is_one_of(text(), kNulls);
}

bool Value::is_flag() const {
  return is_scalar() && style_ == Style::kPlain && (is_one_of(text(), kTrue) || is_one_of(text(), kFalse));
}

bool Value::flag() const {
  assert(is_flag());
  return is_one_of(text(), kTrue);
}

const Value* Value::find(std::string_view key) const {
  const auto entry =
      std::ranges::find(entries(), key, [](const Entry& each) { return std::string_view(each.key.text()); });
  return entry == entries().end() ? nullptr : &entry->value;
}

const Value* Value::find_path(std::initializer_list<std::string_view> keys) const {
  const Value* found = this;
  for (const std::string_view key : keys) {
    found = found->find(key);
    if (found == nullptr) return nullptr;
  }
  return found;
}

const Value* Value::find_key(std::string_view key) const {
  const auto entry =
      std::ranges::find(entries(), key, [](const Entry& each) { return std::string_view(each.key.text()); });
  return entry == entries().end() ? nullptr : &entry->key;
}

Value Value::with_entry(std::string_view key, Value value) const {
  Map entries = this->entries();
  const auto entry =
      std::ranges::find(entries, key, [](const Entry& each) { return std::string_view(each.key.text()); });
  if (entry == entries.end()) {
    entries.push_back({Value::scalar(std::string(key)), std::move(value)});
  } else {
    entry->value = std::move(value);
  }
  return Value::map(std::move(entries), place_);
}

Value Value::with_place(Place place) const {
  Value value = *this;
  value.place_ = std::move(place);
  return value;
}

Value Value::as_raw() const {
  Value value = *this;
  value.is_raw_ = true;
  if (is_list()) {
    List items;
    for (const Value& item : this->items()) items.push_back(item.as_raw());
    value.content_ = share(std::move(items));
  } else if (is_map()) {
    Map entries;
    for (const Entry& entry : this->entries()) entries.push_back({entry.key, entry.value.as_raw()});
    value.content_ = share(std::move(entries));
  }
  return value;
}

Value Value::as_binary() const {
  Value value = *this;
  value.is_binary_ = true;
  return value;
}

Value Value::as_removal() const {
  Value value = *this;
  value.is_removal_ = true;
  return value;
}

Value Value::as_replacement() const {
  Value value = *this;
  value.is_replacement_ = true;
  return value;
}

std::string describe_kind(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kList:
      return "a list";
    case Value::Kind::kMap:
      return "a map";
    case Value::Kind::kScalar:
      break;
  }
  if (value.is_binary()) return "binary data";
  return value.is_null() ? "null" : "text";
}

}  // namespace vmp
