#include "loader/validation/sentences.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "loader/diagnostics/suggestion.h"
#include "loader/diagnostics/utf8.h"
#include "loader/validation/intended_values.h"
#include "loader/validation/text_rules.h"

namespace vmp {
namespace {

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

// A text may come from a variable, so that the place alone does not show it.
std::string describe_text(const BrokenKeyword& broken) {
  constexpr std::size_t kLongest = 60;
  const std::string& text = broken.value().text();
  if (broken.spot().key == nullptr || text.empty() || text.size() > kLongest) return describe_value(broken);
  return fmt::format("{} {}", broken.spot().key->text(), quoted(text));
}

struct KindWords {
  std::string_view type;
  std::string_view words;
};

// Numbers and flags are texts to us; the schema has them for other programs.
constexpr KindWords kKinds[] = {{"object", "a map"}, {"array", "a list"}, {"string", "text"}};

// {VM_NAME} without quotes is a map with one key.
bool is_unquoted_variable(const Value& value) {
  return value.entries().size() == 1 && value.entries().front().value.is_null() &&
         value.entries().front().value.text().empty();
}

std::string help_for_kind(const BrokenKeyword& broken, const std::vector<std::string>& kinds) {
  const auto wants = [&](std::string_view kind) { return std::ranges::find(kinds, kind) != kinds.end(); };
  if (!is_unquoted_variable(broken.value())) {
    const std::string own = text_or_nothing(broken.node.find("x-help"));
    if (!own.empty() && !broken.value().is_scalar()) return own;
    const std::string help =
        help_with_value(broken.value(), {.text = wants("text"), .list = wants("a list"), .map = wants("a map")});
    return help.empty() ? own : help;
  }
  return fmt::format("A text that begins with a brace needs quotes: \"{{{}}}\".",
                     without_control_characters(broken.value().entries().front().key.text()));
}

void write_kind(const BrokenKeyword& broken, Diagnostics& mistakes) {
  std::vector<std::string> kinds;
  for (const Value& type : broken.argument.is_list() ? broken.argument.items() : List{broken.argument}) {
    const auto* kind = std::ranges::find(kKinds, type.text(), &KindWords::type);
    if (kind != std::end(kKinds)) kinds.emplace_back(kind->words);
  }
  mistakes.push_back({.place = broken.value().place(),
                      .message = fmt::format("{} must be {}, not {}", describe_value(broken), join_words(kinds, "or"),
                                             describe_kind(broken.value())),
                      .help = help_for_kind(broken, kinds)});
}

// More choices than these stand in the help.
constexpr std::size_t kMostInMessage = 12;

void write_choice(const BrokenKeyword& broken, Diagnostics& mistakes) {
  std::vector<std::string> choices;
  std::vector<std::string> words;
  for (const Value& choice : broken.argument.items()) {
    if (choice.is_null()) continue;
    choices.push_back(choice.text());
    words.push_back(quoted(choice.text()));
  }
  const Value& value = broken.value();
  const bool is_text = value.is_scalar() && !value.is_null();
  const std::string given = is_text ? quoted(value.text()) : describe_kind(value);
  const std::string near = is_text ? did_you_mean(value.text(), choices) : "";
  if (choices.size() > kMostInMessage) {
    mistakes.push_back({.place = value.place(),
                        .message = fmt::format("{} cannot be {}", describe_value(broken), given),
                        .help = near.empty() ? fmt::format("It must be one of {}.", join_words(words, "and")) : near});
    return;
  }
  mistakes.push_back(
      {.place = value.place(),
       .message = fmt::format("{} must be {}, not {}", describe_value(broken), join_words(words, "or"), given),
       .help = near});
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

std::vector<std::string> known_keys(const Value& node) {
  std::vector<std::string> keys;
  if (const Value* properties = node.find("properties")) {
    for (const Entry& property : properties->entries()) keys.push_back(property.key.text());
  }
  return keys;
}

// A key that is not missing but misspelt has its message already.
bool is_misspelt(const Value& node, const Value& map, const std::string& key) {
  if (node.find("additionalProperties") == nullptr) return false;
  const std::vector<std::string> known = known_keys(node);
  return std::ranges::any_of(map.entries(), [&](const Entry& entry) {
    return std::ranges::find(known, entry.key.text()) == known.end() &&
           (nearest_name(entry.key.text(), known) == key || find_intended_key(entry.key.text()) == key);
  });
}

// What was written where the trail ends, or nullptr.
const Value* find_written(const BrokenKeyword& broken) {
  const Value* written = &broken.written;
  for (std::size_t index = 1; index < broken.trail.size() && written != nullptr; ++index) {
    const Spot& spot = broken.trail[index];
    if (!spot.is_item) {
      written = written->find(spot.key->text());
      continue;
    }
    const auto at = static_cast<std::size_t>(spot.value - broken.trail[index - 1].value->items().data());
    written = at < written->items().size() ? &written->items()[at] : nullptr;
  }
  return written;
}

// An empty section is null, and removes what is inherited.
void note_null(const BrokenKeyword& broken, std::string_view missing, Diagnostic& mistake) {
  const Value* written = find_written(broken);
  while (written != nullptr && !missing.empty()) {
    const std::string_view key = missing.substr(0, missing.find('.'));
    missing.remove_prefix(std::min(key.size() + 1, missing.size()));
    written = written->find(key);
    if (written == nullptr || !written->is_null()) continue;
    mistake.notes.push_back(
        {written->place(), fmt::format("{} is null here, which takes its value away", quoted(key))});
    return;
  }
}

void write_missing(const BrokenKeyword& broken, Diagnostics& mistakes) {
  const Trail entry = trail_to_entry(broken.trail);
  std::string around;
  for (std::size_t index = entry.size(); index < broken.trail.size(); ++index) {
    around += broken.trail[index].key->text() + ".";
  }
  for (const Value& key : broken.argument.items()) {
    if (broken.value().find(key.text()) != nullptr) continue;
    if (is_misspelt(broken.node, broken.value(), key.text())) continue;
    const std::string missing = missing_path(broken.document, broken.spot(), key.text());
    mistakes.push_back(
        {.place = place_of_spot(broken.spot()),
         .message = fmt::format("{} has no \"{}{}\"", describe_spot(entry, broken.whole), around, missing)});
    note_null(broken, missing, mistakes.back());
  }
}

bool is_free_key(const Value& node, const std::string& key) {
  const Value* patterns = node.find("patternProperties");
  return patterns != nullptr && std::ranges::any_of(patterns->entries(), [&](const Entry& each) {
           return each.key.text().starts_with('^') && key.starts_with(each.key.text().substr(1));
         });
}

void write_empty(const BrokenKeyword& broken, Diagnostics& mistakes) {
  mistakes.push_back(
      {.place = broken.value().place(), .message = fmt::format("{} must not be empty", describe_value(broken))});
}

void write_text(const BrokenKeyword& broken, Diagnostics& mistakes) {
  const auto rule = find_broken_rule(broken.argument.text(), broken.value().text());
  if (!rule) return;
  mistakes.push_back({.place = broken.value().place(),
                      .message = fmt::format("{} {}", describe_text(broken), rule->complaint),
                      .help = rule->help});
}

void write_keys(const BrokenKeyword& broken, Diagnostics& mistakes) {
  for (const auto& [key, value] : broken.value().entries()) {
    const auto rule = find_broken_rule(broken.argument.text(), key.text());
    if (!rule) continue;
    mistakes.push_back({.place = key.place(),
                        .message = fmt::format("{} {} {}", broken.argument.text(), quoted(key.text()), rule->complaint),
                        .help = rule->help});
  }
}

// Of keys that exclude each other, each is shown: the last of them at the mistake, the others in notes.
void point_at_keys(const BrokenKeyword& broken, Diagnostic& mistake) {
  const Value* names = broken.node.find("x-keys");
  if (names == nullptr) return;
  std::vector<const Value*> keys;
  for (const Value& name : names->items()) {
    if (const Value* key = broken.value().find_key(name.text())) keys.push_back(key);
  }
  if (keys.size() < 2) return;
  mistake.place = keys.back()->place();
  keys.pop_back();
  for (const Value* key : keys)
    mistake.notes.push_back({key->place(), fmt::format("{} is given here", quoted(key->text()))});
}

// The schema itself says what a combination of keys is about.
void write_combination(const BrokenKeyword& broken, Diagnostics& mistakes) {
  Diagnostic mistake = {.place = place_of_spot(broken.spot()),
                        .message = fmt::format("{} {}", broken.subject(), broken.node.find("errorMessage")->text()),
                        .help = text_or_nothing(broken.node.find("x-help"))};
  point_at_keys(broken, mistake);
  mistakes.push_back(std::move(mistake));
}

constexpr Sentence kSentences[] = {
    {"type", write_kind, true},   {"enum", write_choice},      {"minLength", write_empty}, {"not", write_combination},
    {"oneOf", write_combination}, {"required", write_missing}, {"x-key-rule", write_keys}, {"x-rule", write_text},
};

}  // namespace

std::span<const Sentence> sentences() {
  return kSentences;
}

void write_unknown_keys(const BrokenKeyword& broken, Diagnostics& mistakes) {
  const std::vector<std::string> known = known_keys(broken.node);
  std::vector<std::string> words;
  std::ranges::transform(known, std::back_inserter(words), quoted);
  for (const auto& [key, value] : broken.value().entries()) {
    if (std::ranges::find(known, key.text()) != known.end() || is_free_key(broken.node, key.text())) continue;
    std::string help = help_with_key(key);
    if (help.empty()) help = did_you_mean(key.text(), known);
    if (help.empty()) help = fmt::format("The keys here are {}.", join_words(words, "and"));
    mistakes.push_back({.place = key.place(),
                        .message = fmt::format("unknown key {} in {}", quoted(key.text()), broken.subject()),
                        .help = help});
  }
}

}  // namespace vmp
