#include "loader/warnings/registry/author_texts.h"

namespace vmp {

namespace {

void walk(const Value& value, const std::function<void(const Value&)>& see) {
  for (const Value& item : value.items()) walk(item, see);
  for (const auto& [key, below] : value.entries()) walk(below, see);
  if (value.is_scalar() && !value.is_raw()) see(value);
}

}  // namespace

void for_each_text(const Registry& registry, const std::function<void(const Value&)>& see) {
  for (const Section* section :
       {&registry.nodes(), &registry.networks(), &registry.images(), &registry.templates(), &registry.vms()}) {
    for (const Value& entry : section->entries()) walk(entry, see);
  }
}

std::set<std::string, std::less<>> list_variables(std::span<const VmConfiguration> vms) {
  std::set<std::string, std::less<>> names;
  for (const VmConfiguration& vm : vms) {
    for (const auto& [name, variable] : vm.variables) names.insert(name);
  }
  return names;
}

}  // namespace vmp
