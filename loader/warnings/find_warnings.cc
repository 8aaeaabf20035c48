#include "loader/warnings/find_warnings.h"

#include "loader/configuration/variables/computed_variables.h"
#include "loader/warnings/ambiguous_scalars.h"
#include "loader/warnings/bad_macs.h"
#include "loader/warnings/confused_images.h"
#include "loader/warnings/double_escapes.h"
#include "loader/warnings/near_volumes.h"
#include "loader/warnings/open_patterns.h"
#include "loader/warnings/plain_passwords.h"
#include "loader/warnings/repeated_addresses.h"
#include "loader/warnings/shadowed_variables.h"
#include "loader/warnings/small_overlays.h"
#include "loader/warnings/unknown_options.h"
#include "loader/warnings/unused_entries.h"
#include "loader/warnings/unused_variables.h"

namespace vmp {

namespace {

// Resolving finds those that VMs get; here are also templates, images and nodes that no VM has.
Diagnostics find_computed_variables(const Registry& registry) {
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

}  // namespace

Diagnostics find_warnings(const ResolvedVm& vm) {
  Diagnostics warnings;
  append(warnings, find_ambiguous_scalars(vm.vm));
  append(warnings, find_bad_macs(vm.configuration));
  append(warnings, find_double_escapes(vm.configuration));
  append(warnings, find_near_volumes(vm.configuration));
  append(warnings, find_plain_passwords(vm.configuration));
  append(warnings, find_unknown_options(vm.configuration));
  return warnings;
}

Diagnostics find_warnings(const Registry& registry, std::span<const VmConfiguration> vms,
                          bool (*reads)(std::string_view name)) {
  Diagnostics warnings;
  append(warnings, find_computed_variables(registry));
  append(warnings, find_confused_images(vms));
  append(warnings, find_open_patterns(registry.images()));
  append(warnings, find_shadowed_variables(registry.images()));
  append(warnings, find_repeated_addresses(vms));
  append(warnings, find_small_overlays(vms));
  const bool are_all = registry.mistakes().empty() && vms.size() == registry.vms().entries().size();
  if (!are_all) return warnings;
  append(warnings, find_unused_images(registry, vms));
  append(warnings, find_unused_templates(registry));
  append(warnings, find_unused_variables(registry, reads));
  return warnings;
}

}  // namespace vmp
