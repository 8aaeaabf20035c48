#pragma once

#include <string_view>

#include "loader/configuration/network/network_configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/registry/registry.h"
#include "loader/work/profile.h"

namespace vmp {

// A network on its way out: the structs that provisioners read, and what they were read from.
struct ResolvedNetwork {
  NetworkConfiguration configuration;
  Value network;  // its entry with everything filled in
  Diagnostics warnings;
  const Value* node = nullptr;  // its entry, owned by the registry
};

// Resolves one network: inherits its templates, finds its node, expands its variables, fills in defaults, checks that
// it is complete and that its parts fit together. Safe to call from several threads.
//
// Raises Error with every mistake found in it, or with the near matches if no network has that name; without
// diagnostics if it needs an entry that the registry left out (Mistakes::kKeep). The watch is in Stage::kResolve before
// and after.
ResolvedNetwork resolve_network(const Registry& registry, std::string_view name, Stopwatch& watch);
ResolvedNetwork resolve_network(const Registry& registry, std::string_view name);

}  // namespace vmp
