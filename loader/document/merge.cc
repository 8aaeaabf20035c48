#include "loader/document/merge.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace vmp {

namespace {

constexpr std::string_view kName = "name";
// Volumes of one name in two pools are two volumes; a layer that leaves the pool open means the one of that name.
constexpr std::string_view kPoolName = "poolName";

// The name of a list's item as written, or nothing for an item that has none.
std::optional<std::string_view> name_of(const Value& item) {
  const Value* name = item.find(kName);
  if (name == nullptr || !name->is_scalar() || name->is_null()) return std::nullopt;
  return name->text();
}

// Null leaves the pool open.
const Value* pool_of(const Value& item) {
  const Value* pool = item.find(kPoolName);
  return pool == nullptr || pool->is_null() ? nullptr : pool;
}

bool is_named_list(const Value& value) {
  return value.is_list() &&
         std::ranges::all_of(value.items(), [](const Value& item) { return name_of(item).has_value(); });
}

Value merge_maps(const Value& base, const Value& over) {
  Map result = base.entries();
  std::unordered_map<std::string_view, std::size_t> index;
  for (std::size_t i = 0; i < base.entries().size(); ++i) index.emplace(base.entries()[i].key.text(), i);
  for (const Entry& entry : over.entries()) {
    const auto found = index.find(entry.key.text());
    if (found == index.end()) {
      result.push_back(entry);
    } else {
      result[found->second] = {entry.key, merge_strategically(base.entries()[found->second].value, entry.value)};
    }
  }
  return Value::map(std::move(result), over.place());
}

// The item of `base` that `item` is merged into: the one of its name and pool, else the first that leaves the pool
// open.
std::optional<std::size_t> find_counterpart(const List& base, const std::vector<std::size_t>& of_same_name,
                                            const Value& item) {
  std::optional<std::size_t> counterpart;
  for (const std::size_t index : of_same_name) {
    const Value* base_pool = pool_of(base[index]);
    const Value* item_pool = pool_of(item);
    if (base_pool != nullptr && item_pool != nullptr && base_pool->text() == item_pool->text()) return index;
    const bool is_open = base_pool == nullptr || item_pool == nullptr;
    if (is_open && !counterpart) counterpart = index;
  }
  return counterpart;
}

Value merge_named_lists(const Value& base, const Value& over) {
  List result = base.items();
  std::unordered_map<std::string_view, std::vector<std::size_t>> indices;
  for (std::size_t i = 0; i < base.items().size(); ++i) indices[*name_of(base.items()[i])].push_back(i);
  for (const Value& item : over.items()) {
    const auto counterpart = find_counterpart(base.items(), indices[*name_of(item)], item);
    if (counterpart) {
      result[*counterpart] = merge_strategically(result[*counterpart], item);
    } else {
      result.push_back(item);
    }
  }
  return Value::list(std::move(result), over.place());
}

}  // namespace

Value merge_strategically(const Value& base, const Value& over) {
  if (over.is_null()) return base.is_null() && !base.is_removal() ? over : over.as_removal();
  if (base.is_map() && over.is_map()) return merge_maps(base, over);
  if (is_named_list(base) && is_named_list(over)) return merge_named_lists(base, over);
  return over;
}

Value remove_cleared(const Value& value) {
  if (value.is_list()) {
    List items;
    for (const Value& item : value.items()) items.push_back(remove_cleared(item));
    return Value::list(std::move(items), value.place());
  }
  if (!value.is_map()) return value;
  Map entries;
  for (const Entry& entry : value.entries()) {
    if (!entry.value.is_removal()) entries.push_back({entry.key, remove_cleared(entry.value)});
  }
  return Value::map(std::move(entries), value.place());
}

}  // namespace vmp
