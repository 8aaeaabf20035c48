#include "loader/configuration/fleet/assemble_fleet.h"

#include <fmt/format.h>

#include "loader/configuration/network/resolve_network.h"
#include "test/catch.h"
#include "test/loader/configuration/vm/resolved_vm.h"

using namespace vmp;
using namespace vmp::test;

namespace {

const std::string kLandscape = R"(
fleet: {name: m2, description: All of it}
nodes:
  - {name: edge, libvirt: {connection: {uri: "qemu+ssh://edge/system"}}}
networks:
  - {name: lan, provisioner: v1beta1, nodeName: lab, addresses: [{cidr: 10.0.0.1/24}]}
  - {name: far, provisioner: v1beta1, nodeName: edge, addresses: [{cidr: 10.1.0.1/24}]}
  - {name: office, nodeName: lab, mode: bridge, bridge: br0}
vms:
  - {name: web, template: base, provisioner: v1beta1, groups: [front, all],
     interfaces: [{name: eth0, network: lan}], dependsOn: [{vm: old, until: ready}]}
  - {name: old, template: base, libvirt: {domain: {name: older, virtInstall: {network: [{name: a, options: {network: lan, model: virtio}},
       {name: b, options: {network: far}}, {name: c, options: {network: office}}, {name: d, options: {network: lan}}]}}}}
  - {name: out, template: base, nodeName: edge}
)";

// A line for each member.
std::string describe(const FleetConfiguration& fleet) {
  std::string text = "\n";
  for (const FleetNode& node : fleet.nodes) {
    text += fmt::format("node {} {}{}\n", node.node.name.value, node.node.uri.value,
                        node.has_directory ? " with a directory" : "");
  }
  for (const FleetNetwork& network : fleet.networks)
    text += fmt::format("network {} on {}\n", network.name, network.node.name.value);
  for (const FleetVm& vm : fleet.vms) {
    text += fmt::format("VM {} on {}: domain {}, groups {}, networks {}", vm.name, vm.node.name.value, vm.domain.value,
                        fmt::join(vm.groups, " "), fmt::join(vm.networks, " "));
    for (const Dependency& each : vm.depends_on) {
      text += fmt::format(", {} until {}", each.vm.value, each.until_ready ? "ready" : "started");
    }
    text += "\n";
  }
  return text;
}

FleetConfiguration assemble(const std::string& text, bool node_has_directory) {
  const auto registry = registry_of({text});
  FleetMembers members;
  for (const std::string& name : registry->vms().names()) {
    members.vms.push_back(describe_fleet_vm(resolve_vm(*registry, name).configuration));
  }
  for (const std::string name : {"lan", "far"}) {
    members.networks.push_back({name, resolve_network(*registry, name).configuration.node});
  }
  if (node_has_directory) members.nodes.push_back(members.vms.front().node);
  return assemble_fleet(*registry->fleet(), members);
}

}  // namespace

TEST_CASE("a fleet is all that has a directory, with the nodes that it is on") {
  const FleetConfiguration fleet = assemble(kLandscape, true);
  CHECK(fleet.name.value == "m2");
  CHECK(fleet.description->value == "All of it");
  CHECK(describe(fleet) == R"(
node lab qemu:///system with a directory
node edge qemu+ssh://edge/system
network lan on lab
network far on edge
VM web on lab: domain web, groups front all, networks lan, old until ready
VM old on lab: domain older, groups , networks lan
VM out on edge: domain out, groups , networks 
)");
}

TEST_CASE("a node that is only described is in the fleet without a directory") {
  CHECK_FALSE(assemble(kLandscape, false).nodes.front().has_directory);
}
