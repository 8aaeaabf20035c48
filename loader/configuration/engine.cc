#include "loader/configuration/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "loader/configuration/node/cluster.h"
#include "loader/configuration/node/node_uri.h"

namespace vmp {

namespace {

Node reach_host(const Registry& registry, const Value& node, Diagnostics& mistakes) {
  return {{node.find("name")->text(), node.find("name")->place()}, expand_node_uri(registry, node, mistakes)};
}

constexpr std::array<Engine, 2> kEngines = {{
    {"libvirt", "libvirt", "a libvirt host", Shape::kReachableNode, Shape::kConfiguredVm, true, reach_host},
    {"kubevirt", "kubernetes", "a cluster", Shape::kReachableCluster, Shape::kConfiguredClusterVm, false,
     reach_cluster},
}};

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

const Engine& find_engine_of_node(const Value& node) {
  const auto found = std::ranges::find_if(kEngines, [&](const Engine& each) { return is_reached_by(node, each); });
  return found == kEngines.end() ? libvirt_engine() : *found;
}

Diagnostics find_engine_mistakes(const Value& node, const Engine& engine, const Value& reference) {
  if (is_reached_by(node, engine)) return {};
  const Engine& other = find_engine_of_node(node);
  if (!is_reached_by(node, other)) return {};  // that something is missing is told of the node
  return {{.place = reference.place(),
           .message = fmt::format("node \"{}\" is {}, not {}", reference.text(), other.node_is, engine.node_is),
           .help = fmt::format("This needs a node with \"{}\".", engine.node_key),
           .notes = {{node.find_key(other.node_key)->place(), fmt::format("it has \"{}\" here", other.node_key)}}}};
}

}  // namespace vmp
