#include <fmt/format.h>

#include "cli/inventory/inventory.h"
#include "cli/inventory/values.h"

namespace vmp {

namespace {

// A quoted ID. Of its escapes only \" is one everywhere; a backslash is doubled for those of labels.
std::string quote(std::string_view text) {
  std::string quoted = "\"";
  for (const char character : text) {
    if (character == '"' || character == '\\') quoted += '\\';
    quoted += character == '\n' ? ' ' : character;
  }
  return quoted + '"';
}

// Kinds share names, so what is drawn is called by its directory.
std::string id_of_vm(const std::string& name) {
  return quote("vms/" + name);
}

std::string id_of_network(const std::string& node, const std::string& name) {
  return quote("networks/" + node + "/" + name);
}

// The networks of the registry on a node, and those of the node that only VMs name.
class NodeGraph {
 public:
  NodeGraph(const LandscapeDescription& landscape, const Node& node) : landscape_(landscape), node_(node) {}

  std::string write() const {
    std::string text = fmt::format("  subgraph {} {{\n    label={}\n", quote("cluster_" + node_.name.value),
                                   quote(node_.name.value + "\n" + node_.uri.value));
    for (const NetworkConfiguration& network : landscape_.networks) {
      if (network.node.name.value == node_.name.value) text += write_network(network);
    }
    for (const VmConfiguration& vm : landscape_.vms) {
      if (vm.node.name.value == node_.name.value) text += write_vm(vm);
    }
    return text + "  }\n";
  }

 private:
  std::string write_network(const NetworkConfiguration& network) const {
    std::string label = network.name.value;
    for (const NetworkAddress& each : network.addresses) label += " " + to_string(each.prefix);
    return fmt::format("    {} [shape=ellipse, label={}]\n", id_of_network(node_.name.value, network.name.value),
                       quote(label));
  }

  static std::string write_vm(const VmConfiguration& vm) {
    const std::string made_of = vm.has_image() ? vm.image.name.value + ":" + vm.image.tag.value : "installed";
    return fmt::format("    {} [shape=box, label={}]\n", id_of_vm(vm.name.value), quote(vm.name.value + " " + made_of));
  }

  const LandscapeDescription& landscape_;
  const Node& node_;
};

std::string write_lines(const VmConfiguration& vm) {
  std::string text;
  for (const Interface& interface : vm.interfaces) {
    if (const std::optional<Text> network = network_of(interface)) {
      std::string address;
      if (!interface.addresses.empty()) address = to_string(interface.addresses.front().address);
      text += fmt::format("  {} -> {} [dir=none, label={}]\n", id_of_vm(vm.name.value),
                          id_of_network(vm.node.name.value, network->value), quote(address));
    }
  }
  for (const Dependency& each : vm.depends_on) {
    text += fmt::format("  {} -> {} [style=dashed, label={}]\n", id_of_vm(vm.name.value), id_of_vm(each.vm.value),
                        quote(each.until_ready ? "until ready" : "until started"));
  }
  return text;
}

}  // namespace

std::string write_graph(const LandscapeDescription& landscape) {
  std::string text = "digraph vmp {\n  rankdir=LR\n  node [fontname=\"sans-serif\"]\n";
  for (const NodeConfiguration& node : landscape.nodes) text += NodeGraph(landscape, node.node).write();
  for (const VmConfiguration& vm : landscape.vms) text += write_lines(vm);
  return text + "}\n";
}

}  // namespace vmp
