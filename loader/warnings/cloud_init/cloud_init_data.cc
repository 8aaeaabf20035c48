#include "loader/warnings/cloud_init/cloud_init_data.h"

#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/read_guest_text.h"

namespace vmp {

namespace {

Value with_place_everywhere(const Value& value, const Place& place) {
  List items;
  for (const Value& item : value.items()) items.push_back(with_place_everywhere(item, place));
  Map entries;
  for (const auto& [key, below] : value.entries()) {
    entries.push_back({key.with_place(place), with_place_everywhere(below, place)});
  }
  if (value.is_list()) return Value::list(std::move(items), place);
  return value.is_map() ? Value::map(std::move(entries), place) : value.with_place(place);
}

std::optional<Value> read_text(const Value& text) {
  try {
    const std::vector<Value> documents = read_guest_text("cloud-init", text.text());
    if (documents.size() != 1 || !documents.front().is_map()) return std::nullopt;
    return with_place_everywhere(documents.front(), text.place());
  } catch (const Error&) {
    return std::nullopt;  // resolving the VM has warned of it
  }
}

}  // namespace

std::optional<Value> read_datum(const std::optional<Value>& datum) {
  return datum && datum->is_scalar() ? read_text(*datum) : datum;
}

}  // namespace vmp
