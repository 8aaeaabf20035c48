#pragma once

#include <string>

#include "loader/configuration/node/node.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/registry/registry.h"

namespace vmp {

// A node that is a cluster, an entry that is valid as Shape::kReachableCluster, expanded with the node's own variables.
// Adds the mistakes of expand_variables, and those of what cannot be a namespace.
Node reach_cluster(const Registry& registry, const Value& node, Diagnostics& mistakes);

// "kubernetes://CONTEXT/NAMESPACE": the same for two nodes that are one place.
std::string cluster_uri(const Cluster& cluster);

}  // namespace vmp
