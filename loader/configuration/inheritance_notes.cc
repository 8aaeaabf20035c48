#include "loader/configuration/inheritance_notes.h"

#include <fmt/format.h>

#include <algorithm>

#include "loader/document/scalar_source.h"

namespace vmp {

namespace {

// Whether a place is in the source of a value: inside one of its scalars, or where one of its lists or maps begins.
bool contains(const Value& value, const Place& place) {
  if (value.is_scalar()) return covers(value, place);
  const Place& first = value.place();
  if (first.file == place.file && first.line == place.line && first.column == place.column) return true;
  return std::ranges::any_of(value.items(), [&](const Value& item) { return contains(item, place); }) ||
         std::ranges::any_of(value.entries(), [&](const Entry& entry) {
           return contains(entry.key, place) || contains(entry.value, place);
         });
}

}  // namespace

void add_inheritance_notes(Diagnostics& diagnostics, const Kind& kind, const Value& entry,
                           const Inheritance& inheritance) {
  for (Diagnostic& diagnostic : diagnostics) {
    if (!diagnostic.place.is_known() || contains(entry, diagnostic.place)) continue;
    for (const Value* each : inheritance.templates) {
      if (!contains(*each, diagnostic.place)) continue;
      const Value& name = *entry.find("name");
      diagnostic.notes.push_back({name.place(), fmt::format("{} \"{}\" inherits it from template \"{}\"", kind.label,
                                                            name.text(), each->find("name")->text())});
      break;
    }
  }
}

}  // namespace vmp
