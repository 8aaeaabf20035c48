#include "loader/validation/spot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cstddef>

#include "loader/diagnostics/utf8.h"

namespace vmp {
namespace {

constexpr std::string_view kDefinitions = "#/definitions/";

// Whether a map has the words that an "if" asks for: of its form, the schema has {"properties": {KEY: {"enum":
// [...]}}}.
bool is_met(const Value& condition, const Value& value) {
  return std::ranges::all_of(condition.find("properties")->entries(), [&value](const Entry& property) {
    const Value* word = value.find(property.key.text());
    const List& words = property.value.find("enum")->items();
    return word != nullptr && word->is_scalar() &&
           std::ranges::any_of(words, [word](const Value& each) { return each.text() == word->text(); });
  });
}

void expand_into(std::vector<const Value*>& nodes, const Value& document, const Value& node, const Value& value) {
  if (const Value* reference = node.find("$ref")) {
    assert(reference->text().starts_with(kDefinitions));
    const Value* target = document.find("definitions")->find(reference->text().substr(kDefinitions.size()));
    assert(target != nullptr);
    expand_into(nodes, document, *target, value);
    return;
  }
  nodes.push_back(&node);
  if (const Value* condition = node.find("if")) {
    expand_into(nodes, document, *node.find(is_met(*condition, value) ? "then" : "else"), value);
  }
  const Value* parts = node.find("allOf");
  if (parts == nullptr) return;
  for (const Value& part : parts->items()) expand_into(nodes, document, part, value);
}

std::size_t to_index(const std::string& text) {
  std::size_t index = 0;
  std::from_chars(text.data(), text.data() + text.size(), index);
  return index;
}

Spot step_into(const Value& document, const Spot& spot, const std::string& step) {
  if (spot.value->is_list()) {
    const Value& item = spot.value->items().at(to_index(step));
    return {.value = &item, .key = spot.key, .is_item = true, .nodes = nodes_for_item(document, spot, item)};
  }
  return {.value = spot.value->find(step),
          .key = spot.value->find_key(step),
          .is_item = false,
          .nodes = nodes_for_key(document, spot, step)};
}

const Value* find_name(const Spot& spot) {
  const Value* name = spot.value->find("name");
  return name != nullptr && name->is_scalar() && !name->is_null() ? name : nullptr;
}

const Value* find_title(const Spot& spot) {
  for (const Value* node : spot.nodes) {
    if (const Value* title = node->find("title")) return title;
  }
  return nullptr;
}

}  // namespace

std::vector<const Value*> expand_node(const Value& document, const Value& node, const Value& value) {
  std::vector<const Value*> nodes;
  expand_into(nodes, document, node, value);
  return nodes;
}

std::vector<const Value*> nodes_for_key(const Value& document, const Spot& map, std::string_view key) {
  std::vector<const Value*> nodes;
  const Value* below = map.value == nullptr ? nullptr : map.value->find(key);
  const Value value = below == nullptr ? Value() : *below;
  for (const Value* node : map.nodes) {
    const Value* properties = node->find("properties");
    const Value* found = properties == nullptr ? nullptr : properties->find(key);
    if (found == nullptr) found = node->find("additionalProperties");
    if (found != nullptr && found->is_map()) expand_into(nodes, document, *found, value);
  }
  return nodes;
}

std::vector<const Value*> nodes_for_item(const Value& document, const Spot& list, const Value& item) {
  std::vector<const Value*> nodes;
  for (const Value* node : list.nodes) {
    if (const Value* items = node->find("items")) expand_into(nodes, document, *items, item);
  }
  return nodes;
}

Trail follow_path(const Value& document, const Spot& whole, const std::vector<std::string>& path) {
  Trail trail = {whole};
  for (const std::string& step : path) trail.push_back(step_into(document, trail.back(), step));
  return trail;
}

std::string describe_spot(const Trail& trail, std::string_view whole) {
  const Spot& spot = trail.back();
  if (trail.size() == 1) return std::string(whole);
  const Value* name = find_name(spot);
  const Value* title = find_title(spot);
  if (name != nullptr && title != nullptr) {
    return fmt::format("{} \"{}\"", title->text(), without_control_characters(name->text()));
  }
  const std::string key = without_control_characters(spot.key->text());
  return spot.is_item ? fmt::format("an entry of \"{}\"", key) : fmt::format("\"{}\"", key);
}

Trail trail_to_entry(const Trail& trail) {
  Trail entry = trail;
  while (entry.size() > 1 && !entry.back().is_item) entry.pop_back();
  return entry;
}

const Place& place_of_spot(const Spot& spot) {
  if (const Value* name = find_name(spot)) return name->place();
  return spot.key == nullptr || spot.is_item ? spot.value->place() : spot.key->place();
}

}  // namespace vmp
