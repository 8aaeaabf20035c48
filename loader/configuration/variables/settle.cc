#include "loader/configuration/variables/settle.h"

#include <fmt/format.h>

#include <utility>

#include "loader/configuration/variables/control_characters.h"
#include "loader/diagnostics/warning.h"

namespace vmp {

namespace {

enum class Area {
  kTexts,  // every scalar is text
  kLines,  // the same, of several lines
  kFlags,  // plain true and false are flags
  kData,   // the files of cloud-init
  kFree,   // anything YAML has
};

bool is_flow_map(const Value& map) {
  const Place& first = map.entries().front().key.place();
  return map.place().line != first.line || map.place().column != first.column;
}

class Settling {
 public:
  Settling(Names& names, Diagnostics& mistakes) : names_(names), mistakes_(mistakes) {}

  Value run(std::string_view key, const Value& value, Area area) {
    switch (value.kind()) {
      case Value::Kind::kScalar:
        return settle_scalar(key, value, area);
      case Value::Kind::kList:
        return settle_list(key, value, area);
      case Value::Kind::kMap:
        break;
    }
    return settle_map(value, area);
  }

 private:
  Value settle_scalar(std::string_view key, const Value& scalar, Area area) {
    Value expanded = expand_variables(scalar, names_, mistakes_);
    bytes_ += expanded.text().size();
    if (bytes_ > kMaxExpandedBytes) throw expands_too_far(scalar);
    if (area == Area::kTexts || area == Area::kFlags) {
      refuse_control_characters(key, expanded, mistakes_);
    }
    const bool may_be_more = area == Area::kData || area == Area::kFree || (area == Area::kFlags && expanded.is_flag());
    if (may_be_more || expanded.style() != Style::kPlain) return expanded;
    return Value::scalar(expanded.text(), Style::kQuoted, expanded.place());
  }

  Value settle_list(std::string_view key, const Value& list, Area area) {
    List items;
    items.reserve(list.items().size());
    for (const Value& item : list.items()) items.push_back(run(key, item, area));
    return Value::list(std::move(items), list.place());
  }

  Value settle_map(const Value& map, Area area) {
    if (area == Area::kFree) doubt_map(map);
    Map entries;
    entries.reserve(map.entries().size());
    for (const auto& [key, value] : map.entries()) {
      if (value.is_removal() || (value.is_null() && area != Area::kFree)) continue;
      entries.push_back({key, run(key.text(), value, area_below(key.text(), area))});
    }
    return Value::map(std::move(entries), map.place());
  }

  // {NAME} without quotes is a map with one key and nothing behind it, where maps are allowed.
  void doubt_map(const Value& map) {
    if (map.entries().size() != 1 || !is_flow_map(map)) return;
    const auto& [key, value] = map.entries().front();
    if (!value.is_null() || !value.text().empty() || !names_.contains(key.text())) return;
    mistakes_.push_back(warn(Warning::kUnquotedVariable, key.place(),
                             fmt::format("this is a map with the key \"{}\", not the variable", key.text()),
                             fmt::format("A text that begins with a brace needs quotes: \"{{{}}}\".", key.text())));
  }

  static Area area_below(std::string_view key, Area area) {
    if (area == Area::kData) return Area::kFree;
    if (area != Area::kTexts) return area;
    if (key == "virtInstall") return Area::kFlags;
    if (key == "text" || key == "sed") return Area::kLines;  // of steps of a build
    return key == "data" ? Area::kData : area;
  }

  Names& names_;
  Diagnostics& mistakes_;
  std::size_t bytes_ = 0;
};

}  // namespace

Value settle(std::string_view key, const Value& value, Names& names, Diagnostics& mistakes) {
  return Settling(names, mistakes).run(key, value, key == "description" ? Area::kLines : Area::kTexts);
}

}  // namespace vmp
