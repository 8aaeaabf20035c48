#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "loader/diagnostics/source_file.h"

namespace vmp {

class Value;
struct Entry;

using List = std::vector<Value>;
using Map = std::vector<Entry>;  // in the author's order, keys unique

// How a scalar was written. A plain scalar's type is decided where it is used (REGISTRY.md, section 1);
// every other style is text.
enum class Style : std::uint8_t { kPlain, kQuoted, kBlock };

// An element of a YAML tree with its place in the source. A value type: a copy shares text, list or map,
// which never change once built, so a copy is cheap and safe in any thread.
class Value {
 public:
  enum class Kind : std::uint8_t { kScalar, kList, kMap };

  Value() = default;  // a plain, empty scalar: null
  static Value scalar(std::string text, Style style = Style::kQuoted, Place place = {});
  static Value list(List items, Place place = {});
  static Value map(Map entries, Place place = {});

  Kind kind() const { return kind_; }
  bool is_scalar() const { return kind() == Kind::kScalar; }
  bool is_list() const { return kind() == Kind::kList; }
  bool is_map() const { return kind() == Kind::kMap; }

  // A plain scalar that YAML 1.1 reads as null: nothing, ~, null, Null, NULL.
  bool is_null() const;
  // A plain scalar that YAML 1.1 reads as a boolean: true, yes, on, false, no, off in lower, upper or title case.
  bool is_flag() const;
  // Requires is_flag().
  bool flag() const;

  // The scalar's text as written (escapes and folding resolved); empty for lists and maps.
  const std::string& text() const { return is_scalar() && content_ ? content_as<std::string>() : kNoText; }
  Style style() const { return style_; }
  // Empty for values of another kind.
  const List& items() const { return is_list() && content_ ? content_as<List>() : kNoItems; }
  const Map& entries() const { return is_map() && content_ ? content_as<Map>() : kNoEntries; }

  // The value of a key, or nullptr. Owned by this value.
  const Value* find(std::string_view key) const;
  // The value behind several keys, one below the other, or nullptr.
  const Value* find_path(std::initializer_list<std::string_view> keys) const;
  // The key itself, for its place, or nullptr.
  const Value* find_key(std::string_view key) const;

  const Place& place() const { return place_; }
  // Tagged !raw, or below a value that is: variables are not expanded in it.
  bool is_raw() const { return is_raw_; }
  // Tagged !!binary: the base64 of bytes, for a guest. No text, and without variables.
  bool is_binary() const { return is_binary_; }

  // A null that was merged over a value: what is behind the key goes when merging is done.
  bool is_removal() const { return is_removal_; }
  // Took the place of a value that it could not be merged with, and takes that of what is below.
  bool is_replacement() const { return is_replacement_; }

  // A map with one entry replaced, or appended where the key is new.
  Value with_entry(std::string_view key, Value value) const;
  Value with_place(Place place) const;
  Value as_raw() const;  // and all below it
  Value as_binary() const;
  Value as_removal() const;
  Value as_replacement() const;

 private:
  static const std::string kNoText;
  static const List kNoItems;
  static const Map kNoEntries;

  template <typename Content>
  const Content& content_as() const {
    return *static_cast<const Content*>(content_.get());
  }

  // A registry has millions of values: the small members stand in what Place leaves free at its end.
  [[no_unique_address]] Place place_;
  Kind kind_ = Kind::kScalar;
  Style style_ = Style::kPlain;
  bool is_raw_ : 1 = false;
  bool is_binary_ : 1 = false;
  bool is_removal_ : 1 = false;
  bool is_replacement_ : 1 = false;
  std::shared_ptr<const void> content_;  // a std::string, List or Map, as the kind says; nullptr if it is empty
};

// One entry of a map. The key is always a scalar.
struct Entry {
  Value key;
  Value value;
};

// "a map", "a list", "null", "binary data", "text": for messages.
std::string describe_kind(const Value& value);

}  // namespace vmp
