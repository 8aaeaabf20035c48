#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/image/resolve_image.h"
#include "loader/configuration/network/resolve_network.h"
#include "loader/configuration/node/resolve_node.h"
#include "loader/configuration/vm/resolve_vm.h"
#include "loader/document/value.h"
#include "loader/registry/registry.h"

namespace vmp {

// What one document says of an entry that takes part in a configuration.
struct Layer {
  std::string author;  // `template "base"`, `VM "web"`, "default"
  Value value;         // a map
};

// The layers behind a section (node, image, vars, vm) of a resolved VM's document, lowest first.
std::vector<Layer> find_layers(const Registry& registry, const ResolvedVm& vm, std::string_view section);

// The same of a network: its sections are node, vars and network.
std::vector<Layer> find_layers(const Registry& registry, const ResolvedNetwork& network, std::string_view section);

// Of a tag that is built: vars and image.
std::vector<Layer> find_layers(const Registry& registry, const ResolvedImage& image, std::string_view section);

// Of a node: vars and node.
std::vector<Layer> find_layers(const Registry& registry, const ResolvedNode& node, std::string_view section);

}  // namespace vmp
