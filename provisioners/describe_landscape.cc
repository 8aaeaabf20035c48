#include "provisioners/describe_landscape.h"

#include "loader/configuration/engine.h"
#include "loader/document/merge.h"
#include "loader/validation/schema.h"
#include "provisioners/landscape.h"

namespace vmp {

namespace {

NodeConfiguration describe_node(const Registry& registry, const Value& node,
                                const std::vector<NodeConfiguration>& described, Diagnostics& mistakes) {
  const std::string& name = node.find("name")->text();
  for (const NodeConfiguration& each : described) {
    if (each.node.name.value == name) return each;
  }
  NodeConfiguration reached;
  reached.node.name = {name, node.place()};
  const Engine& engine = find_engine_of_node(node);
  // One that nothing is on need not be complete.
  if (validate(remove_cleared(node), engine.node, "", node).empty())
    reached.node = engine.reach(registry, node, mistakes);
  if (const Value* description = node.find("description"))
    reached.description = Text{description->text(), description->place()};
  return reached;
}

}  // namespace

LandscapeDescription describe_landscape(const Registry& registry, const Work& work) {
  LandscapeDescription description;
  Landscape landscape(registry, work);
  landscape.resolve_nodes();
  const std::vector<std::string> vms = registry.vms().names();
  description.vms.resize(vms.size());
  landscape.resolve_vms(vms, [&](std::size_t index, const ResolvedVm& vm, Stopwatch&, const Diagnostics&) {
    description.vms[index] = vm.configuration;
  });
  description.networks.resize(registry.networks().entries().size());
  landscape.resolve_networks([&](std::size_t index, const NetworkConfiguration& network, Stopwatch&,
                                 const Diagnostics&) { description.networks[index] = network; });
  landscape.use_nodes([](std::size_t, const NodeConfiguration&, Stopwatch&, const Diagnostics&) {});
  Diagnostics diagnostics = landscape.finish();
  for (const Value& node : registry.nodes().entries()) {
    description.nodes.push_back(describe_node(registry, node, landscape.nodes(), diagnostics));
  }
  sort_and_unique(diagnostics);
  throw_if_errors(diagnostics);
  return description;
}

}  // namespace vmp
