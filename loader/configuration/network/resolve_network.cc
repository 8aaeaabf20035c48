#include "loader/configuration/network/resolve_network.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "loader/configuration/engine.h"
#include "loader/configuration/merged_entry.h"
#include "loader/configuration/network/network_mistakes.h"
#include "loader/configuration/network/network_reader.h"
#include "loader/configuration/node/node_uri.h"
#include "loader/configuration/node/node_variables.h"
#include "loader/configuration/settled_value.h"
#include "loader/configuration/variables/default_variables.h"
#include "loader/configuration/variables/variables.h"
#include "loader/document/merge.h"

namespace vmp {

namespace {

// The order of a network's keys in what `vmp config` prints.
constexpr std::array<std::string_view, 25> kNetworkKeys = {
    "name",          "description", "nodeName",  "provisioner",    "vars",
    "mode",          "bridge",      "devices",   "macvtapMode",    "mac",
    "mtu",           "stp",         "domain",    "addresses",      "dns",
    "hosts",         "routes",      "bandwidth", "portgroups",     "vlan",
    "isolatedPorts", "virtualPort", "autostart", "deletionPolicy", "rawOptions"};

// Resolves one network, step by step; a step that finds mistakes is the last one.
class NetworkResolver {
 public:
  NetworkResolver(const Registry& registry, const Value& entry, Stopwatch& watch)
      : registry_(registry), network_(registry, kNetworkKind, kComputedForNetworks, entry, watch) {}

  ResolvedNetwork run() {
    select_node();
    Diagnostics mistakes;
    Variables variables(mistakes, "the network, a template or its node");
    add_variables(variables);
    ResolvedNetwork result;
    result.node = node_;
    result.configuration.node = {{node_name_.text(), node_->find("name")->place()},
                                 expand_node_uri(registry_, *node_, mistakes)};
    result.configuration.variables = variables.expand_all();
    const std::array<MergedEntry::Reference, 1> references = {{{"nodeName", node_name_}}};
    const Value network = network_.settle_fields(kNetworkKeys, references, variables, mistakes);
    network_.stop_at_mistakes(mistakes);
    network_.validate_as(Shape::kConfiguredNetwork, network, network_.label(), network_.value());
    result.network = fill_in_network_defaults(network);
    read_network(result.network, result.configuration);
    if (const Value* fleet = registry_.fleet()) result.configuration.fleet = read_text(*fleet, "name");
    network_.stop_at_mistakes(find_network_mistakes(result.configuration, result.network));
    result.warnings = std::move(mistakes);  // none of them an error
    append(result.warnings, find_computed_variables(network_.value(), kComputedForNetworks));
    network_.add_notes(result.warnings);
    sort_and_unique(result.warnings);
    return result;
  }

 private:
  void select_node() {
    Diagnostics mistakes;
    node_name_ = network_.expand_reference("nodeName", mistakes);
    network_.stop_at_mistakes(mistakes);
    try {
      node_ = &registry_.nodes().get(node_name_, node_name_.text());
    } catch (const Error& error) {
      network_.stop_at_mistakes(error.diagnostics());
      throw;
    }
    network_.stop_at_mistakes(find_engine_mistakes(*node_, libvirt_engine(), node_name_));
    network_.validate_as(Shape::kReachableNode, remove_cleared(*node_), fmt::format("node \"{}\"", node_name_.text()),
                         *node_);
  }

  void add_variables(Variables& variables) const {
    variables.add_layer(default_variables());
    add_node_variables(registry_, *node_, variables);
    network_.add_variables(variables);
    variables.add("NETWORK_NAME", Value::scalar(network_.name()).as_raw());
    variables.add("NODE_NAME", Value::scalar(node_name_.text()).as_raw());
  }

  const Registry& registry_;
  MergedEntry network_;
  Value node_name_;
  const Value* node_ = nullptr;
};

}  // namespace

ResolvedNetwork resolve_network(const Registry& registry, std::string_view name, Stopwatch& watch) {
  const Value reference = Value::scalar(std::string(name));
  return NetworkResolver(registry, registry.networks().get(reference, name), watch).run();
}

ResolvedNetwork resolve_network(const Registry& registry, std::string_view name) {
  Stopwatch watch(nullptr, Stage::kResolve);
  return resolve_network(registry, name, watch);
}

}  // namespace vmp
