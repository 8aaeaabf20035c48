#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/node/node_configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/registry/registry.h"
#include "loader/work/profile.h"

namespace vmp {

// A node on its way out: the structs that provisioners read, and what they were read from.
struct ResolvedNode {
  NodeConfiguration configuration;
  Value node;  // its entry with everything filled in
  Diagnostics warnings;
};

// Resolves one node: expands its variables, fills in defaults, checks that it is complete and that its parts fit
// together. Safe to call from several threads.
//
// Raises Error with every mistake found in it, or with the near matches if no node has that name; without diagnostics
// if the registry left it out (Mistakes::kKeep). The watch is in Stage::kResolve before and after.
ResolvedNode resolve_node(const Registry& registry, std::string_view name, Stopwatch& watch);
ResolvedNode resolve_node(const Registry& registry, std::string_view name);

// The nodes that the registry says more of than how they are reached, in its order. Others are only looked up.
std::vector<std::string> list_described_nodes(const Registry& registry);

}  // namespace vmp
