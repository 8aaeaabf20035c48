#include "loader/warnings/cloud_init/cloud_init_data.h"

#include <string>
#include <string_view>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/utf8.h"
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

// In bytes, of a place in a text that is a source of its own.
std::size_t offset_of(const Place& place) {
  const std::string& text = place.file->text;
  const Milestone milestone = place.file->milestone_before(place.line, place.column);
  std::size_t offset = place.file->line_starts.of(text)[place.line - 1] + milestone.offset;
  for (std::uint32_t column = milestone.column; column < place.column && offset < text.size(); ++column) {
    offset += first_character(std::string_view(text).substr(offset)).size;
  }
  return offset;
}

}  // namespace

std::optional<Value> read_datum(const std::optional<Value>& datum) {
  if (!datum || !datum->is_scalar()) return datum;
  const std::optional<Value> data = read_datum_text(*datum);
  return data ? std::optional(with_place_everywhere(*data, datum->place())) : std::nullopt;
}

std::optional<Value> read_datum_text(const Value& text) {
  try {
    const std::vector<Value> documents = read_guest_text("cloud-init", text.text());
    if (documents.size() != 1 || !documents.front().is_map()) return std::nullopt;
    return documents.front();
  } catch (const Error&) {
    return std::nullopt;  // resolving the VM has warned of it
  }
}

bool is_cloud_config(const Value& datum) {
  return datum.is_map() || datum.text().starts_with("#cloud-config");
}

Place DatumPlaces::find(const Value& scalar) {
  const std::size_t offset = offset_of(scalar.place());
  if (offset < offset_) return text_.place();
  offset_ = offset;
  return parts_.find(offset, scalar.text().size());
}

}  // namespace vmp
