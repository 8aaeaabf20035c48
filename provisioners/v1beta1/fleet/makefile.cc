#include "provisioners/v1beta1/fleet/makefile.h"

#include <fmt/format.h>

#include <algorithm>

#include "generator/make_text.h"
#include "generator/makefile_head.h"
#include "generator/quoting.h"
#include "provisioners/v1beta1/fleet/embedded_texts.h"

namespace vmp::v1beta1 {

namespace {

// Part of a target's name, and of a word of FLEET: the directory's kind stays readable.
std::string node_directory(const std::string& node) {
  return "nodes/" + encode_target_name(node);
}

std::string network_directory(const std::string& network) {
  return "networks/" + encode_target_name(network);
}

// Part by part, for the directory is named in the same manner, once.
std::string image_directory(const std::string& image) {
  const std::size_t slash = image.find('/');
  return "images/" + encode_target_name(image.substr(0, slash)) + "/" + encode_target_name(image.substr(slash + 1));
}

// One line of the variable FLEET: an option of fleet.sh and its words.
std::string fleet_line(std::string_view option, const std::vector<std::string>& words) {
  return fmt::format("FLEET += {} {}\n", option, fmt::join(words, " "));
}

bool has_directory(const FleetConfiguration& configuration, const std::string& node) {
  const auto is_it = [&](const FleetNode& each) { return each.node.name.value == node && each.has_directory; };
  return std::ranges::any_of(configuration.nodes, is_it);
}

std::string write_head(const FleetConfiguration& configuration, const std::vector<std::string>& paths) {
  return write_makefile_head({"v1beta1", "fleet.sh has what they do",
                              fmt::format("Fleet \"{}\"", configuration.name.value), configuration.description},
                             paths);
}

std::string write_nodes(const FleetConfiguration& configuration) {
  std::string section = "\n# ---- Nodes: name and URI; the directory of those that have one ----\n\n";
  section += "FLEET =\nNODE_DIRECTORIES =\n";
  for (const FleetNode& node : configuration.nodes) {
    section += fleet_line("--node", {encode_target_name(node.node.name.value), make_word(node.node.uri)});
    if (!node.has_directory) continue;
    section += fleet_line("--node-directory", {node_directory(node.node.name.value)});
    section += fmt::format("NODE_DIRECTORIES += {}\n", node_directory(node.node.name.value));
  }
  return section;
}

std::string write_network(const FleetConfiguration& configuration, const FleetNetwork& network) {
  const std::string directory = network_directory(network.name);
  std::string lines = fmt::format("NETWORK_DIRECTORIES += {}\n", directory);
  lines += fleet_line("--network", {directory, encode_target_name(network.node.name.value)});
  if (has_directory(configuration, network.node.name.value)) {
    lines += fmt::format("up/{}: up/{}\n", directory, node_directory(network.node.name.value));
  }
  return lines;
}

std::string write_networks(const FleetConfiguration& configuration) {
  std::string section = "\n# ---- Networks: directory and node ----\n\nNETWORK_DIRECTORIES =\n";
  for (const FleetNetwork& network : configuration.networks) section += write_network(configuration, network);
  return section;
}

std::string write_images(const FleetConfiguration& configuration) {
  std::string section = "\n# ---- Images: directory, and what they are built on ----\n\nIMAGE_DIRECTORIES =\n";
  for (const FleetImage& image : configuration.images) {
    const std::string directory = image_directory(image.directory);
    section += fmt::format("IMAGE_DIRECTORIES += {}\n", directory);
    section += fleet_line("--image", {directory});
    if (image.base) section += fmt::format("build/{}: build/{}\n", directory, image_directory(*image.base));
  }
  return section;
}

// Steps come after those of the VMs that it depends on, where both are to be provisioned.
std::string write_order_of_provision(const FleetVm& vm, const std::string& directory) {
  std::string lines;
  for (const Dependency& dependency : vm.depends_on) {
    lines += fmt::format("provision/{}: $(filter provision/{},$(GOING))\n", directory,
                         encode_target_name(dependency.vm.value));
  }
  return lines;
}

// What is up before a VM comes up. It stays until the VM is down, where both are to go.
std::string write_needs(const FleetConfiguration& configuration, const FleetVm& vm, const std::string& directory) {
  std::vector<std::string> before;
  std::vector<std::string> after;
  if (has_directory(configuration, vm.node.name.value)) before.push_back("up/" + node_directory(vm.node.name.value));
  if (vm.image) before.push_back("build/" + image_directory(*vm.image));
  for (const std::string& network : vm.networks) {
    before.push_back("up/" + network_directory(network));
    after.push_back("down/" + network_directory(network));
  }
  for (const Dependency& dependency : vm.depends_on) {
    const std::string other = encode_target_name(dependency.vm.value);
    before.push_back((dependency.until_ready ? "ready/" : "up/") + other);
    after.push_back("down/" + other);
  }
  std::string lines;
  if (!before.empty()) lines += fmt::format("up/{}: {}\n", directory, fmt::join(before, " "));
  if (!after.empty()) {
    lines += fmt::format("{}: $(filter down/{},$(GOING))\n", fmt::join(after, " "), directory);
  }
  if (vm.is_provisioned) lines += write_order_of_provision(vm, directory);
  return lines;
}

std::string write_vm(const FleetConfiguration& configuration, const FleetVm& vm) {
  const std::string directory = encode_target_name(vm.name);
  std::string lines = fmt::format("\nVM_DIRECTORIES += {}\n", directory);
  lines += fleet_line("--vm", {directory, encode_target_name(vm.node.name.value), make_word(vm.domain)});
  if (vm.is_provisioned) lines += fleet_line("--provision", {directory});
  for (const std::string& group : vm.groups) lines += fleet_line("--group", {encode_target_name(group)});
  return lines + write_needs(configuration, vm, directory);
}

std::string write_vms(const FleetConfiguration& configuration) {
  std::string section =
      "\n# ---- VMs: directory, node, domain and groups; what is up before, and stays until the VM is down ----\n\n"
      "VM_DIRECTORIES =\n"
      "GOING := $(filter down/% provision/%,$(value MAKECMDGOALS))\n";
  for (const FleetVm& vm : configuration.vms) section += write_vm(configuration, vm);
  return section;
}

}  // namespace

std::string write_fleet_makefile(const FleetConfiguration& configuration, const std::vector<std::string>& paths) {
  return write_head(configuration, paths) + write_nodes(configuration) + write_networks(configuration) +
         write_images(configuration) + write_vms(configuration) + std::string(fleet_targets());
}

}  // namespace vmp::v1beta1
