#pragma once

#include <cstddef>
#include <set>
#include <string_view>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/validation/value_path.h"

namespace vmp {

// What a value is checked against: a definition in schema/registry.schema.json.
enum class Shape {
  kRegistry,              // a source or all of them merged: every entry may still be incomplete
  kReachableNode,         // a node as those on it need it, when all sources are merged
  kReachableCluster,      // the same of a node that is a cluster
  kConfiguredNode,        // a node with all its templates merged, variables expanded and nulls removed: complete
  kConfiguredNetwork,     // a network with all its templates merged, variables expanded and nulls removed: complete
  kConfiguredInterfaces,  // the part of a VM that says "interfaces", like a VM
  kConfiguredClusterVm,   // a VM on a cluster with all its templates merged...: complete
  kConfiguredVm,          // a VM with all its templates merged, variables expanded and nulls removed: complete
};

// Checks a value against the schema that `vmp schema` prints. Returns one diagnostic for each mistake, in
// our own words, at the place of the key or value, with near matches for unknown keys; empty if valid.
// `whole` names the value in messages about what is missing ("VM \"web\"", "the registry"). `written` is the value with
// the nulls that were removed from it: what they took away is missing because of them.
Diagnostics validate(const Value& value, Shape shape, std::string_view whole, const Value& written = {});

// The same, with the paths of the values that the mistakes are in, and of those around them, by so many threads.
struct Verdict {
  Diagnostics mistakes;
  std::set<ValuePath> broken;
};
Verdict judge(const Value& value, Shape shape, std::string_view whole, std::size_t threads = 1,
              const Value& written = {});

// The text of schema/registry.schema.json.
std::string_view registry_schema_text();

// The same without what only people and editors read, for read_schema_tokens.
std::string_view schema_tokens();

}  // namespace vmp
