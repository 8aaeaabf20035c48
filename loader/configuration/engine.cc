#include "loader/configuration/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace vmp {

namespace {

constexpr std::array<Engine, 1> kEngines = {
    {{"libvirt", "libvirt", "a libvirt host", Shape::kReachableNode, Shape::kConfiguredVm}}};

bool is_reached_by(const Value& node, const Engine& engine) {
  const Value* value = node.find(engine.node_key);
  return value != nullptr && !value->is_null();
}

}  // namespace

std::span<const Engine> engines() {
  return kEngines;
}

const Engine& libvirt_engine() {
  return kEngines.front();
}

const Engine& find_engine(std::string_view provisioner) {
  const auto found =
      std::ranges::find_if(kEngines, [&](const Engine& each) { return provisioner.starts_with(each.key); });
  return found == kEngines.end() ? libvirt_engine() : *found;
}

Diagnostics find_engine_mistakes(const Value& node, const Engine& engine, const Value& reference) {
  if (is_reached_by(node, engine)) return {};
  const auto other = std::ranges::find_if(kEngines, [&](const Engine& each) { return is_reached_by(node, each); });
  if (other == kEngines.end()) return {};  // that something is missing is told of the node
  return {{.place = reference.place(),
           .message = fmt::format("node \"{}\" is {}, not {}", reference.text(), other->node_is, engine.node_is),
           .help = fmt::format("What runs there needs a node with \"{}\".", engine.node_key),
           .notes = {{node.find_key(other->node_key)->place(), fmt::format("it has \"{}\" here", other->node_key)}}}};
}

}  // namespace vmp
