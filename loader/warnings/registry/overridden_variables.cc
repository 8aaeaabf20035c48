#include "loader/configuration/variables/computed_variables.h"
#include "loader/warnings/finders.h"

namespace vmp {

// Resolving finds those that VMs get; here are also templates, images and nodes that no VM has.
Diagnostics find_overridden_variables(const ResolvedRegistry& resolved) {
  const Registry& registry = resolved.registry;
  Diagnostics warnings;
  for (const Section* section : {&registry.nodes(), &registry.images(), &registry.templates(), &registry.vms()}) {
    for (const Value& entry : section->entries()) {
      append(warnings, find_computed_variables(entry));
      const Value* tags = entry.find("tags");
      if (tags == nullptr) continue;
      for (const Value& tag : tags->items()) append(warnings, find_computed_variables(tag));
    }
  }
  return warnings;
}

}  // namespace vmp
