#include <fmt/format.h>

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "loader/registry/inheritance.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

using NameSet = std::unordered_set<std::string_view>;

NameSet find_inherited(const Registry& registry) {
  NameSet inherited;
  std::vector<const Value*> heirs;  // whose templates are still to be looked at
  for (const Section* section : {&registry.vms(), &registry.networks()}) {
    for (const Value& entry : section->entries()) heirs.push_back(&entry);
  }
  while (!heirs.empty()) {
    const Value& heir = *heirs.back();
    heirs.pop_back();
    for (const Value& reference : template_references(heir)) {
      const Value* entry = registry.templates().find(reference.text());
      if (entry != nullptr && inherited.insert(entry->find("name")->text()).second) heirs.push_back(entry);
    }
  }
  return inherited;
}

Diagnostics find_unused(const Section& section, Warning kind, const NameSet& used, std::string_view what) {
  Diagnostics warnings;
  for (const Value& entry : section.entries()) {
    const Value& name = *entry.find("name");
    if (used.contains(name.text())) continue;
    warnings.push_back(
        warn(kind, name.place(), fmt::format("{} \"{}\" is not used: {}", section.kind(), name.text(), what)));
  }
  return warnings;
}

}  // namespace

// A warning for each template that no VM inherits from, be it through other templates.
Diagnostics find_unused_templates(const ResolvedRegistry& resolved) {
  return find_unused(resolved.registry.templates(), Warning::kUnusedTemplate, find_inherited(resolved.registry),
                     "no VM inherits from it");
}

// A warning for each image that none of the VMs has.
Diagnostics find_unused_images(const ResolvedRegistry& resolved) {
  NameSet used;
  for (const VmConfiguration& vm : resolved.vms) used.insert(vm.image.name.value);
  return find_unused(resolved.registry.images(), Warning::kUnusedImage, used, "no VM has it");
}

}  // namespace vmp
