#include "loader/configuration/layers.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "loader/configuration/variables/default_variables.h"

namespace vmp {

namespace {

// What each document says of some entries: of one after the other, in order.
std::vector<Layer> layers_of_entries(const Registry& registry, std::string_view section, std::string_view kind,
                                     const std::vector<std::string>& names) {
  std::unordered_map<std::string_view, std::vector<Layer>> by_name;
  for (const std::string& name : names) by_name[name];
  for (const Value& document : registry.documents()) {
    const Value* list = document.find(section);
    if (list == nullptr) continue;
    for (const Value& entry : list->items()) {
      const std::string& name = entry.find("name")->text();
      const auto found = by_name.find(name);
      if (found != by_name.end()) found->second.push_back({fmt::format("{} \"{}\"", kind, name), entry});
    }
  }
  std::vector<Layer> layers;
  for (const std::string& name : names) std::ranges::move(by_name[name], std::back_inserter(layers));
  return layers;
}

void append(std::vector<Layer>& to, std::vector<Layer> more) {
  std::ranges::move(more, std::back_inserter(to));
}

// Of an entry with its templates.
std::vector<Layer> layers_of_heir(const Registry& registry, const Kind& kind, const Value& entry) {
  std::vector<std::string> templates;
  for (const Value* each : registry.inheritance().inherited_by(entry, kind).templates) {
    templates.push_back(each->find("name")->text());
  }
  std::vector<Layer> layers = layers_of_entries(registry, "templates", "template", templates);
  append(layers, layers_of_entries(registry, kind.section, kind.label, {entry.find("name")->text()}));
  return layers;
}

std::vector<Layer> layers_of_image(const Registry& registry, const std::string& name, const Value& tag) {
  std::vector<Layer> layers = layers_of_heir(registry, kImageKind, *registry.images().find(name));
  layers.push_back({fmt::format("tag \"{}\"", tag.find("pattern")->text()), tag});
  return layers;
}

std::vector<Layer> layers_of_image(const Registry& registry, const ResolvedVm& vm) {
  if (!vm.configuration.has_image()) return {};
  const Image& image = vm.configuration.image;
  const auto match = registry.tag_patterns().find(*registry.images().find(image.name.value), image.tag.value);
  return layers_of_image(registry, image.name.value, *match->tag);
}

std::vector<Layer> layers_of_image(const Registry& registry, const ResolvedImage& image) {
  return layers_of_image(registry, image.configuration.name.value, *image.tag);
}

// The variables that an image computes, above all others.
std::vector<Layer> computed_by(const std::vector<Layer>& layers) {
  std::vector<Layer> computed;
  for (const Layer& layer : layers) {
    const Value* variables = layer.value.find("computed");
    if (variables == nullptr) continue;
    computed.push_back({layer.author, Value::map({}).with_entry("vars", *variables)});
  }
  return computed;
}

std::vector<Layer> layers_of_node(const Registry& registry, const Node& node) {
  return layers_of_heir(registry, kNodeKind, *registry.nodes().find(node.name.value));
}

std::vector<Layer> layers_of_vm(const Registry& registry, const ResolvedVm& vm) {
  return layers_of_heir(registry, kVmKind, *registry.vms().find(vm.configuration.name.value));
}

std::vector<Layer> layers_of_network(const Registry& registry, const ResolvedNetwork& network) {
  return layers_of_heir(registry, kNetworkKind, *registry.networks().find(network.configuration.name.value));
}

// Of the variables in entries, above the defaults.
std::vector<Layer> layers_of_variables(std::vector<Layer> entries, const Value& defaults = default_variables()) {
  std::vector<Layer> layers = {{"default", defaults}};
  for (Layer& entry : entries) {
    if (const Value* variables = entry.value.find("vars")) layers.push_back({std::move(entry.author), *variables});
  }
  return layers;
}

}  // namespace

std::vector<Layer> find_layers(const Registry& registry, const ResolvedVm& vm, std::string_view section) {
  if (section == "image") return layers_of_image(registry, vm);
  if (section == "vm") return layers_of_vm(registry, vm);
  std::vector<Layer> layers = layers_of_node(registry, vm.configuration.node);
  if (section == "node") return layers;
  const std::vector<Layer> of_image = layers_of_image(registry, vm);
  append(layers, of_image);
  append(layers, layers_of_vm(registry, vm));
  append(layers, computed_by(of_image));
  return layers_of_variables(std::move(layers), default_variables(vm.configuration.provisioner.value));
}

std::vector<Layer> find_layers(const Registry& registry, const ResolvedNetwork& network, std::string_view section) {
  if (section == "network") return layers_of_network(registry, network);
  std::vector<Layer> layers = layers_of_node(registry, network.configuration.node);
  if (section == "node") return layers;
  append(layers, layers_of_network(registry, network));
  return layers_of_variables(std::move(layers));
}

std::vector<Layer> find_layers(const Registry& registry, const ResolvedImage& image, std::string_view section) {
  std::vector<Layer> layers = layers_of_image(registry, image);
  if (section == "image") return layers;
  append(layers, computed_by(layers));
  return layers_of_variables(std::move(layers), default_variables(image.configuration.provisioner.value));
}

std::vector<Layer> find_layers(const Registry& registry, const ResolvedNode& node, std::string_view section) {
  std::vector<Layer> layers = layers_of_node(registry, node.configuration.node);
  return section == "node" ? layers : layers_of_variables(std::move(layers));
}

}  // namespace vmp
