#include "loader/configuration/inheritance_notes.h"

#include <fmt/format.h>

#include <algorithm>

namespace vmp {

namespace {

bool begins_at(const Value& value, const Place& place) {
  return value.place().file == place.file && value.place().line == place.line && value.place().column == place.column;
}

// Whether a place is in the source of a value: inside one of its scalars, or at one of its keys, lists and maps.
bool contains(const Value& value, const Place& place) {
  if (value.place().file == place.file && value.place().line == place.line) {
    const Place& own = value.place();
    if (own.column <= place.column && place.column < own.column + std::max(own.width, 1U)) return true;
  }
  if (value.is_scalar() && value.style() == Style::kBlock && value.place().file == place.file) {
    const auto lines = static_cast<std::uint32_t>(std::ranges::count(value.text(), '\n'));
    if (value.place().line < place.line && place.line <= value.place().line + lines) return true;
  }
  return begins_at(value, place) ||
         std::ranges::any_of(value.items(), [&](const Value& item) { return contains(item, place); }) ||
         std::ranges::any_of(value.entries(), [&](const Entry& entry) {
           return contains(entry.key, place) || contains(entry.value, place);
         });
}

}  // namespace

void add_inheritance_notes(Diagnostics& diagnostics, const Value& vm, const Inheritance& inheritance) {
  for (Diagnostic& diagnostic : diagnostics) {
    if (!diagnostic.place.is_known() || contains(vm, diagnostic.place)) continue;
    for (const Value* entry : inheritance.templates) {
      if (!contains(*entry, diagnostic.place)) continue;
      const std::string& name = entry->find("name")->text();
      diagnostic.notes.push_back({vm.find("name")->place(), fmt::format("VM \"{}\" inherits it from template \"{}\"",
                                                                        vm.find("name")->text(), name)});
      break;
    }
  }
}

}  // namespace vmp
