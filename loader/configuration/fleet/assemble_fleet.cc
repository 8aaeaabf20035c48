#include "loader/configuration/fleet/assemble_fleet.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "loader/configuration/settled_value.h"
#include "loader/configuration/vm/suboptions.h"
#include "loader/registry/kind.h"

namespace vmp {

namespace {

std::vector<std::string> list_network_names(const VmConfiguration& vm) {
  std::vector<std::string> names;
  for (const Interface& interface : vm.interfaces) {
    if (const auto* network = std::get_if<InterfaceNetwork>(&interface.source)) names.push_back(network->name.value);
  }
  for (const VirtInstallOption& option : vm.domain.virt_install) {
    if (option.name.value != "network") continue;
    for (const auto& [name, value] : list_suboptions(option)) {
      if (name.value == "network") names.push_back(value.value);
    }
  }
  return names;
}

std::vector<std::string> choose_members(const std::vector<std::string>& names, const Node& node,
                                        const std::vector<FleetNetwork>& networks) {
  std::vector<std::string> chosen;
  for (const FleetNetwork& network : networks) {
    const bool is_there = network.node.name.value == node.name.value;
    if (is_there && std::ranges::find(names, network.name) != names.end()) chosen.push_back(network.name);
  }
  return chosen;
}

void add_node(const Node& node, bool has_directory, std::vector<FleetNode>& nodes) {
  const auto is_it = [&](const FleetNode& each) { return each.node.name.value == node.name.value; };
  if (std::ranges::none_of(nodes, is_it)) nodes.push_back({node, has_directory});
}

}  // namespace

FleetVm describe_fleet_vm(const VmConfiguration& vm) {
  FleetVm member = {.name = vm.name.value,
                    .node = vm.node,
                    .domain = vm.domain.name,
                    .groups = {},
                    .networks = list_network_names(vm),
                    .depends_on = vm.depends_on};
  member.is_provisioned = !vm.provision.empty();
  if (vm.image.built_by) member.image = vm.image.built_by->value.substr(kImageKind.directory.size());
  const std::optional<Installation>& installation = vm.installation;
  const Text* disc = installation ? installation->find("cdromBuiltBy") : nullptr;
  if (disc != nullptr) member.image = disc->value.substr(std::string_view("../images/").size());
  for (const Text& group : vm.groups) member.groups.push_back(group.value);
  return member;
}

FleetImage describe_fleet_image(const ImageConfiguration& image) {
  FleetImage member = {.directory = image.directory(), .base = std::nullopt};
  const std::optional<ImageBase>& base = image.source.base;
  if (base && base->is_built) member.base = base->directory();
  return member;
}

FleetConfiguration assemble_fleet(const Value& fleet, FleetMembers members) {
  FleetConfiguration configuration;
  configuration.name = read_text(fleet, "name");
  configuration.description = read_optional_text(fleet, "description");
  configuration.networks = std::move(members.networks);
  configuration.images = std::move(members.images);
  configuration.vms = std::move(members.vms);
  for (const Node& node : members.nodes) add_node(node, true, configuration.nodes);
  for (const FleetNetwork& network : configuration.networks) add_node(network.node, false, configuration.nodes);
  for (FleetVm& vm : configuration.vms) {
    add_node(vm.node, false, configuration.nodes);
    vm.networks = choose_members(vm.networks, vm.node, configuration.networks);
  }
  return configuration;
}

}  // namespace vmp
