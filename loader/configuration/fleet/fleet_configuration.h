#pragma once

#include <optional>
#include <string>
#include <vector>

#include "loader/configuration/node/node.h"
#include "loader/configuration/text.h"
#include "loader/configuration/vm/vm_configuration.h"

namespace vmp {

// A node that VMs or networks are on, whether or not it has a directory.
struct FleetNode {
  Node node;
  bool has_directory = false;
};

// A network with a directory.
struct FleetNetwork {
  std::string name;
  Node node;
};

// An image with a directory.
struct FleetImage {
  std::string directory;            // below "images/": "web/12"
  std::optional<std::string> base;  // of the one that it is built on, where that is built, too
};

struct FleetVm {
  std::string name;
  Node node;
  Text domain;
  std::vector<std::string> groups;
  std::vector<std::string> networks;  // those of FleetConfiguration that it is plugged into, each once
  std::vector<Dependency> depends_on;
  std::optional<std::string> image = std::nullopt;  // the directory of the one that it needs, where that is built
  bool is_provisioned = false;                      // whether it has steps of "make provision"
};

// All directories of a registry that has a `fleet`, in its order.
struct FleetConfiguration {
  Text name;
  std::optional<Text> description;
  std::vector<FleetNode> nodes;
  std::vector<FleetNetwork> networks;
  std::vector<FleetImage> images;
  std::vector<FleetVm> vms;
};

}  // namespace vmp
