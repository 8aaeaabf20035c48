#pragma once

#include <span>
#include <string>
#include <vector>

#include "loader/configuration/network/network_configuration.h"
#include "loader/configuration/node/node_configuration.h"
#include "loader/configuration/vm/backing_circles.h"
#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// Something that a node has once: a domain of a name, an explicit MAC address, a pool, a volume, a bridge.
struct Claim {
  enum class Kind { kDomain, kMac, kPool, kVolume, kBridge, kDataVolume };

  Kind kind = Kind::kDomain;
  Text name;                             // its place is the owner's if it has none: a default
  std::string pool_name = {};            // of a volume
  std::vector<std::string> shared = {};  // what has to be alike for owners to share it; empty if they may not
};

// What one entry claims, and all that is needed to tell of it: a registry may have many, and configurations are large.
struct Claims {
  std::string owner;  // `VM "web"`
  Node node;
  std::vector<Claim> claims;
  std::vector<BackingLink> backings = {};
};

// A pool may be shared by VMs that have it in one directory. A volume may be shared if it is uploaded from a file on
// this machine that is not the VM's own seed, and is kept (deletionPolicy Retain) or is only the backing of others.
Claims list_claims(const VmConfiguration& vm);

// A network that makes its bridge has that for itself; others may share one that is there.
Claims list_claims(const NetworkConfiguration& network);

// VMs may share a pool of the node if it is the same directory.
Claims list_claims(const NodeConfiguration& node);

// Where entries stand in each other's way on one node. Nodes are the same if their URIs are. One mistake for each but
// the first of them, at its place, with a note for the first. And a mistake for each circle of their backing volumes.
Diagnostics find_conflicts(std::span<const Claims> all);

}  // namespace vmp
