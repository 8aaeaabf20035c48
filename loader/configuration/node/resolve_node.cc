#include "loader/configuration/node/resolve_node.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "loader/configuration/engine.h"
#include "loader/configuration/merged_entry.h"
#include "loader/configuration/node/node_mistakes.h"
#include "loader/configuration/node/node_reader.h"
#include "loader/configuration/node/node_uri.h"
#include "loader/configuration/node/node_variables.h"
#include "loader/configuration/settled_value.h"
#include "loader/configuration/variables/computed_variables.h"
#include "loader/configuration/variables/default_variables.h"
#include "loader/configuration/variables/variables.h"

namespace vmp {

namespace {

// The order of a node's keys in what `vmp config` prints.
constexpr std::array<std::string_view, 8> kNodeKeys = {"name",    "description", "provisioner", "vars",
                                                       "libvirt", "pools",       "requires",    "capacity"};
// Those with which there is something to resolve.
constexpr std::array<std::string_view, 4> kKeysOfDescribed = {"provisioner", "pools", "requires", "capacity"};

void add_variables(const MergedEntry& node, Variables& variables) {
  variables.add_layer(default_variables());
  node.add_variables(variables);
  for (const std::string_view name : kComputedForVms.names) {
    variables.make_unavailable(name, "A node is the same for all its VMs: it knows its own variables alone.");
  }
  variables.add("NODE_NAME", Value::scalar(node.name()).as_raw());
}

// The node's own, in the place where it was written.
Node find_node(const Registry& registry, const MergedEntry& entry, const Value& node) {
  const Value& name = *node.find("name");
  Diagnostics mistakes;
  Node result = {{name.text(), name.place()}, expand_node_uri(registry, node, mistakes)};
  entry.stop_at_mistakes(std::move(mistakes));
  return result;
}

}  // namespace

ResolvedNode resolve_node(const Registry& registry, std::string_view name, Stopwatch& watch) {
  const Value reference = Value::scalar(std::string(name));
  const Value& merged = registry.nodes().get(reference, name);
  const Value written = as_written(registry, merged);
  const MergedEntry entry(registry, kNodeKind, kComputedForNodes, written, watch);
  entry.stop_at_mistakes(find_engine_mistakes(merged, libvirt_engine(), *written.find("name")));
  Diagnostics mistakes;
  Variables variables(mistakes, "the node or a template");
  add_variables(entry, variables);
  ResolvedNode result;
  result.configuration.variables = variables.expand_all();
  const Value node = entry.settle_fields(kNodeKeys, {}, variables, mistakes);
  entry.stop_at_mistakes(mistakes);
  entry.validate_as(Shape::kConfiguredNode, node, entry.label(), entry.value());
  result.configuration.node = find_node(registry, entry, merged);
  if (const Value* fleet = registry.fleet()) result.configuration.fleet = read_text(*fleet, "name");
  result.node = fill_in_node_defaults(node);
  read_node(result.node, result.configuration);
  entry.stop_at_mistakes(find_node_mistakes(result.configuration, result.node));
  result.warnings = std::move(mistakes);  // none of them an error
  append(result.warnings, find_computed_variables(entry.value(), kComputedForNodes));
  entry.add_notes(result.warnings);
  sort_and_unique(result.warnings);
  return result;
}

ResolvedNode resolve_node(const Registry& registry, std::string_view name) {
  Stopwatch watch(nullptr, Stage::kResolve);
  return resolve_node(registry, name, watch);
}

std::vector<std::string> list_described_nodes(const Registry& registry) {
  std::vector<std::string> names;
  for (const Value& node : registry.nodes().entries()) {
    const bool is_described = std::ranges::any_of(kKeysOfDescribed, [&node](std::string_view key) {
      const Value* value = node.find(key);
      return value != nullptr && !value->is_null();
    });
    if (is_described) names.push_back(node.find("name")->text());
  }
  return names;
}

}  // namespace vmp
