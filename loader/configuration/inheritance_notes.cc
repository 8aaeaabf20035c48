#include "loader/configuration/inheritance_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <vector>

#include "loader/document/scalar_source.h"

namespace vmp {

namespace {

auto position(const Place& place) {
  return std::tuple(place.file.get(), place.line, place.column);
}

// What the sources of a value cover: the insides of its scalars, and where its lists and maps begin. An entry may have
// as many mistakes as values: it is walked once.
class Ground {
 public:
  explicit Ground(const Value& value) {
    add(value);
    const auto position_of = [](const Value* each) { return position(each->place()); };
    for (std::vector<const Value*>* values : {&scalars_, &others_}) std::ranges::sort(*values, {}, position_of);
  }

  bool covers(const Place& place) const {
    const auto begins_at = [](const Value* each) { return position(each->place()); };
    if (std::ranges::binary_search(others_, position(place), {}, begins_at)) return true;
    // Scalars are not inside of each other: only the last one that begins before a place can cover it.
    const auto behind = std::ranges::upper_bound(scalars_, position(place), {}, begins_at);
    return behind != scalars_.begin() && vmp::covers(**(behind - 1), place);
  }

 private:
  void add(const Value& value) {
    (value.is_scalar() ? scalars_ : others_).push_back(&value);
    for (const Value& item : value.items()) add(item);
    for (const Entry& entry : value.entries()) {
      add(entry.key);
      add(entry.value);
    }
  }

  std::vector<const Value*> scalars_;  // by position
  std::vector<const Value*> others_;   // lists and maps
};

}  // namespace

void add_inheritance_notes(Diagnostics& diagnostics, const Kind& kind, const Value& entry,
                           const Inheritance& inheritance) {
  if (std::ranges::none_of(diagnostics, [](const Diagnostic& each) { return each.place.is_known(); })) return;
  const Ground ground(entry);
  std::vector<Ground> grounds;  // of the templates, as far as they were needed
  for (Diagnostic& diagnostic : diagnostics) {
    if (!diagnostic.place.is_known() || ground.covers(diagnostic.place)) continue;
    for (std::size_t index = 0; index < inheritance.templates.size(); ++index) {
      const Value& each = *inheritance.templates[index];
      if (index == grounds.size()) grounds.emplace_back(each);
      if (!grounds[index].covers(diagnostic.place)) continue;
      const Value& name = *entry.find("name");
      diagnostic.notes.push_back({name.place(), fmt::format("{} \"{}\" inherits it from template \"{}\"", kind.label,
                                                            name.text(), each.find("name")->text())});
      break;
    }
  }
}

}  // namespace vmp
