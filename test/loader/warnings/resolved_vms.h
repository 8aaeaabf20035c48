#pragma once

#include "test/loader/configuration/vm/resolved_vm.h"

// What is warned of in VMs of the registry of kLab.
namespace vmp::test {

// A VM "web" with these fields, on lines that are indented by four.
inline std::string web(const std::string& fields) {
  return "vms:\n  - name: web\n    template: base\n" + fields;
}

// The VMs of a registry, in order.
inline std::vector<VmConfiguration> configurations_of(const Registry& registry) {
  std::vector<VmConfiguration> configurations;
  for (const std::string& name : registry.vms().names()) {
    configurations.push_back(resolve_vm(registry, name).configuration);
  }
  return configurations;
}

}  // namespace vmp::test
