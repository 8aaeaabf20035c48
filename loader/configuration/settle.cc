#include "loader/configuration/settle.h"

#include <string_view>
#include <utility>

namespace vmp {

namespace {

enum class Area {
  kTexts,  // every scalar is text
  kFlags,  // plain true and false are flags
  kFree,   // anything YAML has
};

class Settling {
 public:
  Settling(Names& names, Diagnostics& mistakes) : names_(names), mistakes_(mistakes) {}

  Value run(const Value& value, Area area) {
    switch (value.kind()) {
      case Value::Kind::kScalar:
        return settle_scalar(value, area);
      case Value::Kind::kList:
        return settle_list(value, area);
      case Value::Kind::kMap:
        break;
    }
    return settle_map(value, area);
  }

 private:
  Value settle_scalar(const Value& scalar, Area area) {
    Value expanded = expand_variables(scalar, names_, mistakes_);
    bytes_ += expanded.text().size();
    if (bytes_ > kMaxExpandedBytes) throw expands_too_far(scalar);
    const bool is_text = area == Area::kTexts || (area == Area::kFlags && !expanded.is_flag());
    const bool becomes_text = is_text && expanded.style() == Style::kPlain;
    return becomes_text ? Value::scalar(expanded.text(), Style::kQuoted, expanded.place()) : expanded;
  }

  Value settle_list(const Value& list, Area area) {
    List items;
    items.reserve(list.items().size());
    for (const Value& item : list.items()) items.push_back(run(item, area));
    return Value::list(std::move(items), list.place());
  }

  Value settle_map(const Value& map, Area area) {
    Map entries;
    entries.reserve(map.entries().size());
    for (const auto& [key, value] : map.entries()) {
      if (value.is_removal() || (value.is_null() && area != Area::kFree)) continue;
      entries.push_back({key, run(value, area_below(key.text(), area))});
    }
    return Value::map(std::move(entries), map.place());
  }

  static Area area_below(std::string_view key, Area area) {
    if (area != Area::kTexts) return area;
    if (key == "virtInstall") return Area::kFlags;
    return key == "data" ? Area::kFree : area;
  }

  Names& names_;
  Diagnostics& mistakes_;
  std::size_t bytes_ = 0;
};

}  // namespace

Value settle(const Value& value, Names& names, Diagnostics& mistakes) {
  return Settling(names, mistakes).run(value, Area::kTexts);
}

}  // namespace vmp
