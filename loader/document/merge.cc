#include "loader/document/merge.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace vmp {

namespace {

constexpr std::string_view kName = "name";
// Dependencies have no names of their own.
constexpr std::string_view kVm = "vm";
// Volumes of one name in two pools are two volumes; a layer that leaves the pool open means the one of that name.
constexpr std::string_view kPoolName = "poolName";

// Empty where the pool is left open, as null leaves it.
std::string_view pool_of(const Value& item) {
  const Value* pool = item.find(kPoolName);
  return pool == nullptr || pool->is_null() ? std::string_view() : std::string_view(pool->text());
}

bool is_named_list(const Value& value) {
  return value.is_list() &&
         std::ranges::all_of(value.items(), [](const Value& item) { return find_name_in_list(item) != nullptr; });
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

// Finds the items of a base that the items of a later list mean: the one of the same name and pool, else one of the
// name where either leaves the pool open. Each is meant once: of several equal names the first means the first.
class Counterparts {
 public:
  explicit Counterparts(const List& base) : is_taken_(base.size()) {
    for (std::size_t index = base.size(); index-- > 0;) {
      const std::string_view name = find_name_in_list(base[index])->text();
      by_name_[name].push_back(index);
      by_pool_[{name, pool_of(base[index])}].push_back(index);
    }
  }

  std::optional<std::size_t> take(const Value& item) {
    const std::string_view name = find_name_in_list(item)->text();
    const std::string_view pool = pool_of(item);
    const std::optional<std::size_t> same = take_first(by_pool_[{name, pool}]);
    if (same) return same;
    return take_first(pool.empty() ? by_name_[name] : by_pool_[{name, ""}]);
  }

 private:
  using Indices = std::vector<std::size_t>;  // the first at the end

  std::optional<std::size_t> take_first(Indices& indices) {
    while (!indices.empty()) {
      const std::size_t index = indices.back();
      indices.pop_back();
      if (is_taken_[index]) continue;
      is_taken_[index] = true;
      return index;
    }
    return std::nullopt;
  }

  std::unordered_map<std::string_view, Indices> by_name_;
  std::map<std::pair<std::string_view, std::string_view>, Indices> by_pool_;
  std::vector<bool> is_taken_;
};

Value merge_named_lists(const Value& base, const Value& over) {
  List result = base.items();
  Counterparts counterparts(base.items());
  for (const Value& item : over.items()) {
    if (const auto counterpart = counterparts.take(item)) {
      result[*counterpart] = merge_strategically(result[*counterpart], item);
    } else {
      result.push_back(item);
    }
  }
  return Value::list(std::move(result), over.place());
}

Value merge_collections(const Value& base, const Value& over) {
  return base.is_map() ? merge_maps(base, over) : merge_named_lists(base, over);
}

}  // namespace

const Value* find_name_in_list(const Value& item) {
  const Value* name = item.find(kName);
  if (name == nullptr) name = item.find(kVm);
  return name != nullptr && name->is_scalar() && !name->is_null() ? name : nullptr;
}

Value merge_strategically(const Value& base, const Value& over) {
  if (over.is_null()) return base.is_null() && !base.is_removal() ? over : over.as_removal();
  if (over.is_replacement()) return over;
  const bool is_mergeable = (base.is_map() && over.is_map()) || (is_named_list(base) && is_named_list(over));
  if (!is_mergeable) return over.as_replacement();
  return base.is_replacement() ? merge_collections(base, over).as_replacement() : merge_collections(base, over);
}

Value forget_replacements(const Value& value) {
  if (value.is_list()) {
    List items;
    for (const Value& item : value.items()) items.push_back(forget_replacements(item));
    return Value::list(std::move(items), value.place());
  }
  if (value.is_map()) {
    Map entries;
    for (const auto& [key, below] : value.entries()) entries.push_back({key, forget_replacements(below)});
    return Value::map(std::move(entries), value.place());
  }
  if (!value.is_replacement()) return value;
  Value scalar = Value::scalar(value.text(), value.style(), value.place());
  if (value.is_binary()) scalar = scalar.as_binary();
  return value.is_raw() ? scalar.as_raw() : scalar;
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
