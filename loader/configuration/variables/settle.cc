#include "loader/configuration/variables/settle.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "loader/configuration/variables/control_characters.h"
#include "loader/diagnostics/warning.h"

namespace vmp {

namespace {

enum class Area {
  kTexts,   // every scalar is text
  kLines,   // the same, of several lines
  kFlags,   // plain true and false are flags
  kData,    // the files of cloud-init
  kFree,    // anything YAML has
  kFields,  // the same, but for null, which says nothing
};

// Where secrets may stand besides cloud-init's data: keys, one below the other. A step of a build takes what is there
// in a file or an environment, never as a word.
constexpr std::array<std::string_view, 6> kPlacesOfSecrets = {
    "ssh.password",
    "build.steps.run.env.*",
    "build.steps.host.env.*",
    "build.steps.user.password",
    "build.steps.password.password",
    "build.steps.write.text",
};

int count_placeholders(std::string_view text) {
  int count = 0;
  for (std::size_t at = 0; (at = text.find(kPlaceholder, at)) != std::string_view::npos; ++at) ++count;
  return count;
}

bool is_flow_map(const Value& map) {
  const Place& first = map.entries().front().key.place();
  return map.place().line != first.line || map.place().column != first.column;
}

class Settling {
 public:
  Settling(std::string_view key, Names& names, Diagnostics& mistakes, Secrets* secrets)
      : names_(names), mistakes_(mistakes), secrets_(secrets), path_({key}) {}

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
    Value expanded = may_hold_secrets(area) ? expand_with_secrets(scalar) : expand_variables(scalar, names_, mistakes_);
    bytes_ += expanded.text().size();
    if (bytes_ > kMaxExpandedBytes) throw expands_too_far(scalar);
    if (area == Area::kTexts || area == Area::kFlags) {
      refuse_control_characters(key, expanded, mistakes_);
    }
    const bool may_be_more = area == Area::kData || area == Area::kFree || area == Area::kFields ||
                             (area == Area::kFlags && expanded.is_flag());
    // A variable stands for what its text is where it is not in quotes, be it a number.
    if (area == Area::kFields && scalar.style() == Style::kPlain)
      return Value::scalar(expanded.text(), Style::kPlain, expanded.place());
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
    if (area == Area::kFree || area == Area::kFields) doubt_map(map);
    Map entries;
    entries.reserve(map.entries().size());
    for (const auto& [key, value] : map.entries()) {
      if (value.is_removal() || (value.is_null() && area != Area::kFree)) continue;
      if (area == Area::kFree && secrets_ != nullptr) refuse_placeholders(key, 0);
      path_.push_back(key.text());
      entries.push_back({key, run(key.text(), value, area_below(key.text(), area))});
      path_.pop_back();
    }
    return Value::map(std::move(entries), map.place());
  }

  bool may_hold_secrets(Area area) const {
    if (secrets_ == nullptr) return false;
    if (area == Area::kData || area == Area::kFree) return true;
    return std::ranges::any_of(kPlacesOfSecrets, [this](std::string_view place) { return is_at(place); });
  }

  bool is_at(std::string_view place) const {
    for (const std::string_view key : path_) {
      const std::string_view wanted = place.substr(0, place.find('.'));
      if (wanted.empty() || (wanted != "*" && wanted != key)) return false;
      place.remove_prefix(std::min(wanted.size() + 1, place.size()));
    }
    return place.empty();
  }

  // A text of cloud-init goes to the guest as it is: only where that is a script, what is read into it is no syntax.
  Value expand_with_secrets(const Value& scalar) {
    const bool quotes = !is_at("cloudInit.noCloud.data.*") || scalar.text().starts_with("#!");
    SecretNames names(names_, *secrets_, quotes ? SecretNames::Text::kQuotes : SecretNames::Text::kDoesNotQuote);
    Value expanded = expand_variables(scalar, names, mistakes_);
    refuse_placeholders(expanded, names.references());
    return expanded;
  }

  // So that nothing but a reference is ever taken for one.
  void refuse_placeholders(const Value& text, int references) {
    if (secrets_->is_empty() || count_placeholders(text.text()) == references) return;
    mistakes_.push_back({.place = text.place(),
                         .message = fmt::format("\"{}\" cannot stand in a text that may hold secrets", kPlaceholder),
                         .help = "It is what stands for a secret in what is generated. Write {secret:NAME} for one."});
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

  Area area_below(std::string_view key, Area area) const {
    if (area == Area::kData) return Area::kFree;
    if (area != Area::kTexts) return area;
    if (key == "virtInstall") return Area::kFlags;
    if (is_at("kubevirt.virtualMachine") || is_at("kubevirt.dataVolumes.spec")) return Area::kFields;
    if (key == "text" || key == "sed") return Area::kLines;  // of steps of a build
    return key == "data" ? Area::kData : area;
  }

  Names& names_;
  Diagnostics& mistakes_;
  Secrets* secrets_;  // nullptr where there can be none
  std::vector<std::string_view> path_;
  std::size_t bytes_ = 0;
};

}  // namespace

Value settle(std::string_view key, const Value& value, Names& names, Diagnostics& mistakes, Secrets* secrets) {
  return Settling(key, names, mistakes, secrets).run(key, value, key == "description" ? Area::kLines : Area::kTexts);
}

}  // namespace vmp
