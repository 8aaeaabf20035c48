#include "provisioners/landscape.h"

#include <algorithm>
#include <utility>

#include "loader/configuration/fleet/dependencies.h"
#include "loader/configuration/network/network_mistakes.h"
#include "loader/configuration/network/network_overlaps.h"
#include "loader/configuration/node/neighbours.h"
#include "loader/configuration/node/node_mistakes.h"
#include "loader/configuration/node/resolve_node.h"
#include "loader/configuration/vm/interfaces/interface_networks.h"
#include "loader/work/parallel.h"

namespace vmp {

// Does something for each index, in parallel. What it raises is told with that of other entries.
template <typename Function>
void Landscape::find_for_each(std::size_t count, const Function& function) {
  std::vector<Findings> all(count);
  run_in_parallel(count, work_.threads, [&](std::size_t index) {
    Stopwatch watch(work_.profile, Stage::kResolve);
    try {
      function(index, all[index], watch);
    } catch (const Error& error) {
      // Kept, so that the mistakes of all entries are shown at once.
      append(all[index].diagnostics, error.diagnostics());
    }
  });
  for (Findings& each : all) keep(std::move(each));
}

void Landscape::keep(Findings findings) {
  append(diagnostics_, findings.diagnostics);
  claims_.push_back(std::move(findings.claims));
  if (findings.vm) members_.vms.push_back(*std::move(findings.vm));
  if (findings.image) members_.images.push_back(*std::move(findings.image));
  if (findings.network) members_.networks.push_back(*std::move(findings.network));
  for (PluggedHost& host : findings.hosts) keep(std::move(host));
  if (findings.vm_on_node) findings.node->vms.push_back(*std::move(findings.vm_on_node));
  if (findings.network_on_node) findings.node->networks.push_back(*std::move(findings.network_on_node));
}

void Landscape::keep(PluggedHost host) {
  if (host.host) {
    hosts_[host.network].push_back(*std::move(host.host));
  } else {
    ++dynamic_guests_[host.network];
  }
}

NodeConfiguration* Landscape::find_node(const std::string& name) {
  const auto found = node_by_name_.find(name);
  return found == node_by_name_.end() ? nullptr : &nodes_[found->second];
}

void Landscape::resolve_nodes() {
  const std::vector<std::string> names = list_described_nodes(registry_);
  std::vector<NodeConfiguration> nodes(names.size());
  find_for_each(names.size(), [&](std::size_t index, Findings& findings, Stopwatch& watch) {
    ResolvedNode node = resolve_node(registry_, names[index], watch);
    findings.diagnostics = std::move(node.warnings);
    findings.claims = list_claims(node.configuration);
    nodes[index] = std::move(node.configuration);
  });
  std::erase_if(nodes, [](const NodeConfiguration& node) { return node.node.name.value.empty(); });
  nodes_ = std::move(nodes);
  for (std::size_t index = 0; index < nodes_.size(); ++index) node_by_name_[nodes_[index].node.name.value] = index;
}

void Landscape::use_nodes(const Use<NodeConfiguration>& use) {
  find_for_each(nodes_.size(), [&](std::size_t index, Findings& findings, Stopwatch& watch) {
    use(index, nodes_[index], watch, findings.diagnostics);
  });
}

void Landscape::resolve_vms(const std::vector<std::string>& names, const Use<ResolvedVm>& use) {
  find_for_each(names.size(), [&](std::size_t index, Findings& findings, Stopwatch& watch) {
    ResolvedVm vm = resolve_vm(registry_, networks_, images_, names[index], watch);
    findings.diagnostics = std::move(vm.warnings);
    findings.claims = list_claims(vm.configuration);
    findings.hosts = list_hosts(vm.configuration, networks_, watch);
    if (findings.node = find_node(vm.configuration.node.name.value); findings.node != nullptr) {
      append(findings.diagnostics, find_storage_mistakes(*findings.node, vm.configuration));
      findings.vm_on_node = describe_for_node(vm.configuration);
    }
    const bool is_member = registry_.fleet() != nullptr || !vm.configuration.depends_on.empty();
    if (is_member) findings.vm = describe_fleet_vm(vm.configuration);
    use(index, vm, watch, findings.diagnostics);
  });
}

std::vector<Landscape::PluggedHost> Landscape::list_hosts(const VmConfiguration& vm, const Networks& networks,
                                                          Stopwatch& watch) {
  std::vector<PluggedHost> hosts;
  for (const Interface& interface : vm.interfaces) {
    if (!interface.is_in_registry) continue;
    const std::string& name = std::get<InterfaceNetwork>(interface.source).name.value;
    std::optional<NetworkHost> host = describe_as_host(vm, interface, networks.find(name, watch)->configuration);
    if (host || (interface.asks_dhcp4 && interface.addresses.empty())) hosts.push_back({name, std::move(host)});
  }
  return hosts;
}

NetworkConfiguration Landscape::with_hosts(const NetworkConfiguration& network) const {
  NetworkConfiguration result = network;
  if (const auto guests = dynamic_guests_.find(network.name.value); guests != dynamic_guests_.end()) {
    result.dynamic_guests = guests->second;
  }
  const auto found = hosts_.find(network.name.value);
  if (found == hosts_.end()) return result;
  for (const NetworkHost& host : found->second) result.hosts.push_back(host);
  return result;
}

void Landscape::resolve_images(const std::vector<BuiltName>& names, const Use<ResolvedImage>& use) {
  find_for_each(names.size(), [&](std::size_t index, Findings& findings, Stopwatch& watch) {
    const ResolvedImage& image = images_.get(names[index], watch);
    findings.diagnostics = image.warnings;
    findings.image = describe_fleet_image(image.configuration);
    use(index, image, watch, findings.diagnostics);
  });
}

void Landscape::resolve_networks(const Use<NetworkConfiguration>& use) {
  const std::vector<std::string> names = networks_.names();
  std::vector<const NetworkConfiguration*> resolved(names.size());
  find_for_each(names.size(), [&](std::size_t index, Findings& findings, Stopwatch& watch) {
    const ResolvedNetwork& network = *networks_.find(names[index], watch);
    findings.diagnostics = network.warnings;
    findings.claims = list_claims(network.configuration);
    resolved[index] = &network.configuration;
    findings.node = find_node(network.configuration.node.name.value);
    if (findings.node != nullptr) findings.network_on_node = describe_for_node(network.configuration);
    const NetworkConfiguration complete = with_hosts(network.configuration);
    append(findings.diagnostics, find_host_conflicts(complete));
    if (complete.provisioner) findings.network = FleetNetwork{complete.name.value, complete.node};
    use(index, complete, watch, findings.diagnostics);
  });
  std::erase(resolved, nullptr);
  append(diagnostics_, find_network_overlaps(resolved));
}

void Landscape::resolve_fleet(const std::vector<std::string>& nodes, const Use<FleetConfiguration>& use) {
  find_for_each(1, [&](std::size_t index, Findings& findings, Stopwatch& watch) {
    FleetMembers members = members_;
    for (const std::string& name : nodes) {
      if (const NodeConfiguration* node = find_node(name); node != nullptr) members.nodes.push_back(node->node);
    }
    use(index, assemble_fleet(*registry_.fleet(), std::move(members)), watch, findings.diagnostics);
  });
}

Diagnostics Landscape::finish() {
  append(diagnostics_, find_dependency_mistakes(members_.vms, registry_.vms()));
  append(diagnostics_, registry_.mistakes());
  append(diagnostics_, find_conflicts(claims_));
  return std::move(diagnostics_);
}

std::vector<std::string> list_plugged_vms(const Registry& registry) {
  std::vector<std::string> names;
  for (const Value& vm : registry.vms().entries()) {
    const bool has_own = vm.find("interfaces") != nullptr;
    if (has_own || registry.inheritance().inherited_by(vm, kVmKind).merged.find("interfaces") != nullptr) {
      names.push_back(vm.find("name")->text());
    }
  }
  return names;
}

}  // namespace vmp
