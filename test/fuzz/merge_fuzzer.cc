// The documents of an input, folded from left to right: what must hold of every fold, whatever is in them.
#include <algorithm>
#include <set>
#include <utility>

#include "loader/document/merge.h"
#include "test/fuzz/target.h"

namespace vmp::fuzz {

namespace {

bool holds_anywhere(const Value& value, bool (*predicate)(const Value&)) {
  return predicate(value) ||
         std::ranges::any_of(value.items(), [&](const Value& item) { return holds_anywhere(item, predicate); }) ||
         std::ranges::any_of(value.entries(),
                             [&](const Entry& entry) { return holds_anywhere(entry.value, predicate); });
}

// Two items of one name in one list: which of them another layer means depends on the layers before it.
bool repeats_names(const Value& list) {
  std::set<std::string> names;
  return std::ranges::any_of(list.items(), [&](const Value& item) {
    const Value* name = item.find("name");
    return name != nullptr && !names.insert(name->text()).second;
  });
}

void require_order_is_kept(const Value& base, const Value& over, const Value& merged) {
  if (!base.is_map() || !over.is_map()) return;
  require(merged.entries().size() >= base.entries().size(), "no key of the base is lost");
  for (std::size_t at = 0; at < base.entries().size(); ++at) {
    require(merged.entries()[at].key.text() == base.entries()[at].key.text(), "keys keep the base's order");
  }
  for (const Entry& entry : over.entries()) require(merged.find(entry.key.text()) != nullptr, "every key gets in");
}

void require_layers_are_idempotent(const Value& base, const Value& over, const Value& merged) {
  if (holds_anywhere(base, repeats_names) || holds_anywhere(over, repeats_names)) return;
  require(are_same(merge_strategically(over, over), over), "a value over itself changes nothing");
  require(are_same(merge_strategically(merged, over), merged), "a layer that is applied again changes nothing");
}

void require_empty_maps_are_neutral(const Value& value) {
  if (!value.is_map()) return;
  const Value nothing = Value::map({});
  require(are_same(merge_strategically(value, nothing), value), "an empty map over a map changes nothing");
  require(are_same(merge_strategically(nothing, value), value), "over an empty map everything gets in");
}

void require_nulls_clear(const Value& value) {
  if (!value.is_map()) return;
  Map nulls;
  for (const Entry& entry : value.entries()) nulls.push_back({entry.key, {}});
  const Value cleared = remove_cleared(merge_strategically(value, Value::map(std::move(nulls))));
  for (const Entry& entry : cleared.entries()) {
    const Value& before = *value.find(entry.key.text());
    require(before.is_null() && !before.is_removal(), "nulls over a map clear it");
  }
}

Value merge(const Value& base, const Value& over) {
  Value merged = merge_strategically(base, over);
  require_order_is_kept(base, over, merged);
  require_layers_are_idempotent(base, over, merged);
  return merged;
}

}  // namespace

void check(const std::string& input) {
  Value merged = Value::map({});
  for (const Value& document : read(input)) {
    require_empty_maps_are_neutral(document);
    merged = merge(merged, document);
  }
  require_nulls_clear(merged);
  const Value final_value = remove_cleared(merged);
  require(!holds_anywhere(final_value, [](const Value& value) { return value.is_removal(); }),
          "what is cleared is gone");
  require(are_same(remove_cleared(final_value), final_value), "what is cleared is gone at once");
  require_round_trip(final_value);
}

}  // namespace vmp::fuzz
