#include "loader/validation/spot.h"

#include <fmt/format.h>

#include <cassert>
#include <charconv>
#include <cstddef>

#include "loader/diagnostics/utf8.h"

namespace vmp {
namespace {

constexpr std::string_view kDefinitions = "#/definitions/";

void expand_into(std::vector<const Value*>& nodes, const Value& document, const Value& node) {
  if (const Value* reference = node.find("$ref")) {
    assert(reference->text().starts_with(kDefinitions));
    const Value* target = document.find("definitions")->find(reference->text().substr(kDefinitions.size()));
    assert(target != nullptr);
    expand_into(nodes, document, *target);
    return;
  }
  nodes.push_back(&node);
  const Value* parts = node.find("allOf");
  if (parts == nullptr) return;
  for (const Value& part : parts->items()) expand_into(nodes, document, part);
}

std::size_t to_index(const std::string& text) {
  std::size_t index = 0;
  std::from_chars(text.data(), text.data() + text.size(), index);
  return index;
}

Spot step_into(const Value& document, const Spot& spot, const std::string& step) {
  if (spot.value->is_list()) {
    return {.value = &spot.value->items().at(to_index(step)),
            .key = spot.key,
            .is_item = true,
            .nodes = nodes_for_items(document, spot)};
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

std::vector<const Value*> expand_node(const Value& document, const Value& node) {
  std::vector<const Value*> nodes;
  expand_into(nodes, document, node);
  return nodes;
}

std::vector<const Value*> nodes_for_key(const Value& document, const Spot& map, std::string_view key) {
  std::vector<const Value*> nodes;
  for (const Value* node : map.nodes) {
    const Value* properties = node->find("properties");
    const Value* found = properties == nullptr ? nullptr : properties->find(key);
    if (found == nullptr) found = node->find("additionalProperties");
    if (found != nullptr && found->is_map()) expand_into(nodes, document, *found);
  }
  return nodes;
}

std::vector<const Value*> nodes_for_items(const Value& document, const Spot& list) {
  std::vector<const Value*> nodes;
  for (const Value* node : list.nodes) {
    if (const Value* items = node->find("items")) expand_into(nodes, document, *items);
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
