#pragma once

#include <vector>

#include "loader/configuration/fleet/fleet_configuration.h"
#include "loader/configuration/image/image_configuration.h"
#include "loader/document/value.h"

namespace vmp {

// What a fleet needs of a VM. Its networks are all that it names, in interfaces or options of virt-install.
FleetVm describe_fleet_vm(const VmConfiguration& vm);

FleetImage describe_fleet_image(const ImageConfiguration& image);

// What has a directory, each kind in the registry's order.
struct FleetMembers {
  std::vector<Node> nodes;
  std::vector<FleetNetwork> networks;
  std::vector<FleetImage> images;
  std::vector<FleetVm> vms;  // as described above
};

// What a registry's `fleet`, a valid map, drives: its members, with the nodes that they are on and, of the networks
// that VMs name, those that are members on their node.
FleetConfiguration assemble_fleet(const Value& fleet, FleetMembers members);

}  // namespace vmp
