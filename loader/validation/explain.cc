#include "loader/validation/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "loader/diagnostics/suggestion.h"
#include "loader/diagnostics/utf8.h"
#include "loader/validation/spot.h"
#include "loader/validation/text_rules.h"

namespace vmp {
namespace {

// A keyword of a schema node that a value breaks.
struct BrokenKeyword {
  const Value& document;
  const Trail& trail;
  std::string_view whole;
  const Value& node;
  const Value& argument;  // of the keyword

  const Spot& spot() const { return trail.back(); }
  const Value& value() const { return *spot().value; }
  std::string subject() const { return describe_spot(trail, whole); }
};

std::string quoted(std::string_view text) {
  return fmt::format("\"{}\"", without_control_characters(text));
}

// `a`, `a or b`, `a, b or c`.
std::string join_words(const std::vector<std::string>& words, std::string_view last) {
  std::string joined;
  for (std::size_t index = 0; index < words.size(); ++index) {
    if (index > 0) joined += index + 1 == words.size() ? fmt::format(" {} ", last) : ", ";
    joined += words[index];
  }
  return joined;
}

std::string text_or_nothing(const Value* value) {
  return value == nullptr ? "" : value->text();
}

// A value is called by its key, where the spot as a whole may have a name.
std::string describe_value(const BrokenKeyword& broken) {
  const Spot& spot = broken.spot();
  if (spot.key == nullptr) return std::string(broken.whole);
  return spot.is_item ? "an entry of " + quoted(spot.key->text()) : quoted(spot.key->text());
}

void explain_kind(const BrokenKeyword& broken, Diagnostics& mistakes) {
  static const std::vector<std::pair<std::string_view, std::string>> kKinds = {
      {"object", "a map"}, {"array", "a list"}, {"string", "text"}};
  std::vector<std::string> kinds;
  for (const auto& [type, kind] : kKinds) {
    const auto is_type = [type = type](const Value& each) { return each.text() == type; };
    if (is_type(broken.argument) || std::ranges::any_of(broken.argument.items(), is_type)) kinds.push_back(kind);
  }
  mistakes.push_back({.place = broken.value().place(),
                      .message = fmt::format("{} must be {}, not {}", describe_value(broken), join_words(kinds, "or"),
                                             describe_kind(broken.value())),
                      .help = text_or_nothing(broken.node.find("x-help"))});
}

void explain_choice(const BrokenKeyword& broken, Diagnostics& mistakes) {
  std::vector<std::string> choices;
  std::vector<std::string> words;
  for (const Value& choice : broken.argument.items()) {
    if (choice.is_null()) continue;
    choices.push_back(choice.text());
    words.push_back(quoted(choice.text()));
  }
  const Value& value = broken.value();
  const bool is_text = value.is_scalar() && !value.is_null();
  mistakes.push_back({.place = value.place(),
                      .message = fmt::format("{} must be {}, not {}", describe_value(broken), join_words(words, "or"),
                                             is_text ? quoted(value.text()) : describe_kind(value)),
                      .help = is_text ? did_you_mean(value.text(), choices) : ""});
}

// A missing key with the keys that it must have in its turn: "libvirt.domain.name".
std::string missing_path(const Value& document, const Spot& spot, const std::string& key) {
  static const Value kNothing;
  const Spot missing = {.value = &kNothing, .nodes = nodes_for_key(document, spot, key)};
  std::vector<std::string> required;
  for (const Value* node : missing.nodes) {
    if (const Value* names = node->find("required")) {
      for (const Value& name : names->items()) required.push_back(name.text());
    }
  }
  return required.size() == 1 ? key + "." + missing_path(document, missing, required.front()) : key;
}

void explain_missing(const BrokenKeyword& broken, Diagnostics& mistakes) {
  const Trail entry = trail_to_entry(broken.trail);
  std::string around;
  for (std::size_t index = entry.size(); index < broken.trail.size(); ++index) {
    around += broken.trail[index].key->text() + ".";
  }
  for (const Value& key : broken.argument.items()) {
    if (broken.value().find(key.text()) != nullptr) continue;
    mistakes.push_back({.place = place_of_spot(broken.spot()),
                        .message = fmt::format("{} has no \"{}{}\"", describe_spot(entry, broken.whole), around,
                                               missing_path(broken.document, broken.spot(), key.text()))});
  }
}

bool is_free_key(const Value& node, const std::string& key) {
  const Value* patterns = node.find("patternProperties");
  return patterns != nullptr && std::ranges::any_of(patterns->entries(), [&](const Entry& each) {
           return each.key.text().starts_with('^') && key.starts_with(each.key.text().substr(1));
         });
}

void explain_unknown_keys(const BrokenKeyword& broken, Diagnostics& mistakes) {
  std::vector<std::string> known;
  std::vector<std::string> words;
  for (const Entry& property : broken.node.find("properties")->entries()) {
    known.push_back(property.key.text());
    words.push_back(quoted(property.key.text()));
  }
  for (const auto& [key, value] : broken.value().entries()) {
    if (std::ranges::find(known, key.text()) != known.end() || is_free_key(broken.node, key.text())) continue;
    const std::string near = did_you_mean(key.text(), known);
    mistakes.push_back({.place = key.place(),
                        .message = fmt::format("unknown key {} in {}", quoted(key.text()), broken.subject()),
                        .help = near.empty() ? fmt::format("The keys here are {}.", join_words(words, "and")) : near});
  }
}

void explain_empty(const BrokenKeyword& broken, Diagnostics& mistakes) {
  mistakes.push_back(
      {.place = broken.value().place(), .message = fmt::format("{} must not be empty", describe_value(broken))});
}

void explain_text(const BrokenKeyword& broken, Diagnostics& mistakes) {
  const auto rule = find_broken_rule(broken.argument.text(), broken.value().text());
  if (!rule) return;
  mistakes.push_back({.place = broken.value().place(),
                      .message = fmt::format("{} {}", describe_value(broken), rule->complaint),
                      .help = rule->help});
}

void explain_keys(const BrokenKeyword& broken, Diagnostics& mistakes) {
  for (const auto& [key, value] : broken.value().entries()) {
    const auto rule = find_broken_rule(broken.argument.text(), key.text());
    if (!rule) continue;
    mistakes.push_back({.place = key.place(),
                        .message = fmt::format("{} {} {}", broken.argument.text(), quoted(key.text()), rule->complaint),
                        .help = rule->help});
  }
}

// The schema itself says what a combination of keys is about.
void explain_combination(const BrokenKeyword& broken, Diagnostics& mistakes) {
  const Value* key = broken.node.find("x-key");
  const Place place = key == nullptr ? place_of_spot(broken.spot()) : broken.value().find_key(key->text())->place();
  mistakes.push_back({.place = place,
                      .message = fmt::format("{} {}", broken.subject(), broken.node.find("errorMessage")->text()),
                      .help = text_or_nothing(broken.node.find("x-help"))});
}

using Explain = void (*)(const BrokenKeyword&, Diagnostics&);

// What is wrong with a value of the wrong kind is its kind and nothing else.
constexpr std::pair<std::string_view, Explain> kKindKeywords[] = {
    {"type", explain_kind},
};

constexpr std::pair<std::string_view, Explain> kOtherKeywords[] = {
    {"enum", explain_choice},       {"minLength", explain_empty},  {"not", explain_combination},
    {"oneOf", explain_combination}, {"required", explain_missing}, {"x-key-rule", explain_keys},
    {"x-rule", explain_text},
};

class Explainer {
 public:
  Explainer(const Value& document, std::string_view whole) : document_(document), whole_(whole) {}

  void explain(const Trail& trail) {
    const std::size_t before = mistakes_.size();
    explain_keywords(trail, kKindKeywords);
    if (mistakes_.size() > before) return;
    explain_keywords(trail, kOtherKeywords);
    for (const Value* node : trail.back().nodes) {
      const Value* additional = node->find("additionalProperties");
      if (additional == nullptr || additional->is_map()) continue;
      explain_unknown_keys({document_, trail, whole_, *node, *additional}, mistakes_);
    }
  }

  Diagnostics take_mistakes() { return std::move(mistakes_); }

 private:
  void explain_keywords(const Trail& trail, const auto& keywords) {
    for (const Value* node : trail.back().nodes) {
      for (const auto& [keyword, explain] : keywords) {
        const Value* argument = node->find(keyword);
        if (argument == nullptr || keeps(*node->find_key(keyword), *argument, *trail.back().value)) continue;
        explain({document_, trail, whole_, *node, *argument}, mistakes_);
      }
    }
  }

  // Asks for one keyword alone, as a schema of its own.
  bool keeps(const Value& keyword, const Value& argument, const Value& value) {
    auto found = keywords_.find(&argument);
    if (found == keywords_.end()) {
      found = keywords_.emplace(&argument, CompiledSchema(Value::map({{keyword, argument}}))).first;
    }
    return found->second.accepts(value);
  }

  const Value& document_;
  std::string_view whole_;
  std::map<const Value*, CompiledSchema> keywords_;
  Diagnostics mistakes_;
};

}  // namespace

Diagnostics explain_mistakes(const Value& document, const Value& schema, const Value& value,
                             const std::set<ValuePath>& paths, std::string_view whole) {
  const Spot spot = {.value = &value, .nodes = expand_node(document, schema)};
  Explainer explainer(document, whole);
  for (const ValuePath& path : paths) explainer.explain(follow_path(document, spot, path));
  Diagnostics mistakes = explainer.take_mistakes();
  sort_and_unique(mistakes);
  return mistakes;
}

}  // namespace vmp
