#include "loader/configuration/vm/kubevirt/kubevirt.h"

#include <utility>

#include "loader/configuration/settled_value.h"

namespace vmp {

const Value* Kubevirt::find(std::initializer_list<std::string_view> keys) const {
  const Value* value = virtual_machine.find_path({"template", "spec"});
  for (const std::string_view key : keys) {
    if (value != nullptr) value = value->find(key);
  }
  return value;
}

const List& Kubevirt::items(std::initializer_list<std::string_view> keys) const {
  static const List kNone;
  const Value* list = find(keys);
  return list == nullptr ? kNone : list->items();
}

Value fill_in_kubevirt_defaults(const Value& kubevirt) {
  const Value* volumes = kubevirt.find("dataVolumes");
  if (volumes == nullptr) return kubevirt;
  List complete;
  for (const Value& volume : volumes->items()) complete.push_back(with_default(volume, "deletionPolicy", "Delete"));
  return kubevirt.with_entry("dataVolumes", Value::list(std::move(complete), volumes->place()));
}

Kubevirt read_kubevirt(const Value& kubevirt) {
  Kubevirt result = {.virtual_machine = *kubevirt.find("virtualMachine"), .data_volumes = {}};
  for (const Value& volume : items_of(kubevirt, "dataVolumes")) {
    const Value* annotations = volume.find("annotations");
    result.data_volumes.push_back({.name = read_text(volume, "name"),
                                   .deletion_policy = read_deletion_policy(volume),
                                   .annotations = annotations == nullptr ? std::nullopt : std::optional(*annotations),
                                   .spec = *volume.find("spec")});
  }
  return result;
}

}  // namespace vmp
