#pragma once

#include <optional>
#include <string>
#include <vector>

#include "loader/configuration/text.h"
#include "loader/configuration/vm/vm_configuration.h"

namespace vmp {

// What the fleet needs of a directory below its own.
struct FleetMember {
  std::string name;  // as messages have it, and its directory: "web", "networks/lan"
  std::string node;  // the name of the node that it is on
};

struct FleetVm {
  FleetMember member;
  std::string domain;
  std::vector<std::string> groups;
  std::vector<std::string> networks;  // those with a directory that its interfaces are on, by name
  std::vector<Dependency> depends_on;
};

// A node that VMs or networks are on, whether or not it has a directory.
struct FleetNode {
  std::string name;
  std::string uri;
  bool has_directory = false;
};

// All directories of a registry that has a `fleet`, in its order.
struct FleetConfiguration {
  Text name;
  std::optional<Text> description;
  std::vector<FleetNode> nodes;
  std::vector<FleetMember> networks;
  std::vector<FleetVm> vms;
};

}  // namespace vmp
