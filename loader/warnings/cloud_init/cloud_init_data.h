#pragma once

#include <cstddef>
#include <optional>

#include "loader/document/scalar_source.h"
#include "loader/document/value.h"

namespace vmp {

// A datum of cloud-init as a tree: a map itself; a text read as YAML, every value at the text's place. Nothing if
// the text is no YAML map (a script), or there is no datum.
std::optional<Value> read_datum(const std::optional<Value>& datum);

// A text as read_datum reads it, with every value at its place in the text alone, as if that were a file.
std::optional<Value> read_datum_text(const Value& text);

// Whether user-data or vendor-data is configuration: a map, or a text that says so.
bool is_cloud_config(const Value& datum);

// Finds the places of what read_datum_text reads in the source of the text.
class DatumPlaces {
 public:
  // `text` must outlive this.
  explicit DatumPlaces(const Value& text) : text_(text), parts_(text) {}

  // Of a scalar that is written on one line; the text's place for one that is before the last one (an anchor's), or
  // where the source does not spell the text.
  Place find(const Value& scalar);

 private:
  const Value& text_;
  PartPlaces parts_;
  std::size_t offset_ = 0;
};

}  // namespace vmp
