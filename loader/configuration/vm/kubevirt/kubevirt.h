#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "loader/configuration/node/node.h"
#include "loader/configuration/text.h"
#include "loader/document/value.h"

namespace vmp {

// A DataVolume of CDI (https://github.com/kubevirt/containerized-data-importer).
struct DataVolume {
  Text name;
  DeletionPolicy deletion_policy = DeletionPolicy::kDelete;
  std::optional<Value> annotations;  // a map of texts
  Value spec;                        // as CDI has it; a map
};

// What a VM on a cluster is made of, in KubeVirt's own words (https://kubevirt.io/api-reference).
struct Kubevirt {
  Value virtual_machine;  // the spec of a VirtualMachine; a map
  std::vector<DataVolume> data_volumes;

  // The value behind these keys of template.spec, or nullptr.
  const Value* find(std::initializer_list<std::string_view> keys) const;
  // The items of the list there; none without it.
  const List& items(std::initializer_list<std::string_view> keys) const;
};

// The map `kubevirt` of a VM with the defaults of its data volumes written out.
Value fill_in_kubevirt_defaults(const Value& kubevirt);

// Reads one that is settled, valid and has its defaults filled in.
Kubevirt read_kubevirt(const Value& kubevirt);

}  // namespace vmp
