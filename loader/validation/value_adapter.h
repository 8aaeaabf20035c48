#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include <valijson/internal/adapter.hpp>
#include <valijson/internal/basic_adapter.hpp>
#include <valijson/internal/frozen_value.hpp>

#include "loader/document/value.h"

// How valijson sees a Value: a scalar that is not null is a string, and a plain flag is a boolean as well. Binary data
// is of no type, so that it may stand only where a schema asks for none. The adapter refers to the value and must not
// outlive it. Included by compiled_schema.cc alone.
namespace vmp {

class ValueAdapter;

// Walks a List or a Map as valijson wants it: Item is made from each element.
template <typename Element, typename Item>
class AdaptingIterator {
 public:
  using iterator_category = std::bidirectional_iterator_tag;
  using value_type = Item;
  using difference_type = std::ptrdiff_t;
  using pointer = Item*;
  using reference = Item;

  explicit AdaptingIterator(const Element* element) : element_(element) {}

  Item operator*() const { return Item(*element_); }
  valijson::adapters::DerefProxy<Item> operator->() const { return valijson::adapters::DerefProxy<Item>(**this); }
  bool operator==(const AdaptingIterator& other) const { return element_ == other.element_; }
  AdaptingIterator& operator++() {
    ++element_;
    return *this;
  }
  AdaptingIterator operator++(int) { return AdaptingIterator(element_++); }
  AdaptingIterator& operator--() {
    --element_;
    return *this;
  }
  void advance(std::ptrdiff_t count) { element_ += count; }

 private:
  const Element* element_;
};

class ValueArray {
 public:
  using const_iterator = AdaptingIterator<Value, ValueAdapter>;
  using iterator = const_iterator;

  ValueArray() = default;
  explicit ValueArray(const List& items) : items_(&items) {}

  const_iterator begin() const { return const_iterator(items_ ? items_->data() : nullptr); }
  const_iterator end() const { return const_iterator(items_ ? items_->data() + items_->size() : nullptr); }
  std::size_t size() const { return items_ ? items_->size() : 0; }

 private:
  const List* items_ = nullptr;
};

struct ValueMember;

class ValueObject {
 public:
  using const_iterator = AdaptingIterator<Entry, ValueMember>;
  using iterator = const_iterator;

  ValueObject() = default;
  explicit ValueObject(const Map& entries) : entries_(&entries) {}

  const_iterator begin() const { return const_iterator(entries_ ? entries_->data() : nullptr); }
  const_iterator end() const { return const_iterator(entries_ ? entries_->data() + entries_->size() : nullptr); }
  const_iterator find(const std::string& key) const;
  std::size_t size() const { return entries_ ? entries_->size() : 0; }

 private:
  const Map* entries_ = nullptr;
};

// What BasicAdapter asks of a value.
class ValueReference {
 public:
  ValueReference() : value_(&null()) {}
  explicit ValueReference(const Value& value) : value_(&value) {}

  valijson::adapters::FrozenValue* freeze() const;

  std::optional<ValueArray> getArrayOptional() const { return ValueArray(value_->items()); }
  std::optional<ValueObject> getObjectOptional() const { return ValueObject(value_->entries()); }
  bool getArraySize(std::size_t& size) const { return isArray() ? (size = value_->items().size(), true) : false; }
  bool getObjectSize(std::size_t& size) const { return isObject() ? (size = value_->entries().size(), true) : false; }
  bool getBool(bool& flag) const { return isBool() ? (flag = value_->flag(), true) : false; }
  bool getString(std::string& text) const { return isString() ? (text = value_->text(), true) : false; }
  bool getDouble(double&) const { return false; }
  bool getInteger(std::int64_t&) const { return false; }

  bool isArray() const { return value_->is_list(); }
  bool isObject() const { return value_->is_map(); }
  bool isNull() const { return value_->is_null(); }
  bool isBool() const { return value_->is_flag(); }
  bool isString() const { return value_->is_scalar() && !value_->is_null() && !value_->is_binary(); }
  // Numbers are strings: their text is what counts.
  static bool isDouble() { return false; }
  static bool isInteger() { return false; }
  static bool isNumber() { return false; }
  static bool hasStrictTypes() { return true; }

 private:
  static const Value& null() {
    static const Value kNull;
    return kNull;
  }

  const Value* value_;
};

class ValueAdapter
    : public valijson::adapters::BasicAdapter<ValueAdapter, ValueArray, ValueMember, ValueObject, ValueReference> {
 public:
  ValueAdapter() = default;
  explicit ValueAdapter(const Value& value) : BasicAdapter(ValueReference(value)) {}
};

struct ValueMember : std::pair<std::string, ValueAdapter> {
  explicit ValueMember(const Entry& entry) : pair(entry.key.text(), ValueAdapter(entry.value)) {}
};

inline ValueObject::const_iterator ValueObject::find(const std::string& key) const {
  for (std::size_t index = 0; index < size(); ++index) {
    if ((*entries_)[index].key.text() == key) return const_iterator(entries_->data() + index);
  }
  return end();
}

// A value of "enum", which valijson keeps.
class KeptValue : public valijson::adapters::FrozenValue {
 public:
  explicit KeptValue(Value value) : value_(std::move(value)) {}
  valijson::adapters::FrozenValue* clone() const override { return new KeptValue(value_); }
  bool equalTo(const valijson::adapters::Adapter& other, bool strict) const override {
    return ValueAdapter(value_).equalTo(other, strict);
  }

 private:
  Value value_;
};

inline valijson::adapters::FrozenValue* ValueReference::freeze() const {
  return new KeptValue(*value_);
}

}  // namespace vmp

template <>
struct valijson::adapters::AdapterTraits<vmp::ValueAdapter> {
  using DocumentType = vmp::Value;
  static std::string adapterName() { return "vmp::ValueAdapter"; }
};
