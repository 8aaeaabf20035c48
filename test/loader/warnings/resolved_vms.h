#pragma once

#include "loader/configuration/node/resolve_node.h"
#include "loader/warnings/finders.h"
#include "test/loader/configuration/vm/resolved_vm.h"

// What is warned of in VMs of the registry of kLab.
namespace vmp::test {

// A VM "web" with these fields, on lines that are indented by four.
inline std::string web(const std::string& fields) {
  return "vms:\n  - name: web\n    template: base\n" + fields;
}

// The VMs of a registry that are complete, in order.
inline std::vector<VmConfiguration> configurations_of(const Registry& registry) {
  std::vector<VmConfiguration> configurations;
  for (const std::string& name : registry.vms().names()) {
    try {
      configurations.push_back(resolve_vm(registry, name).configuration);
    } catch (const Error&) {
      continue;
    }
  }
  return configurations;
}

// What a function of finders.h finds in a registry whose provisioners read the variable READ.
inline std::string warnings_of_registry(const Registry& registry, Diagnostics (*find)(const ResolvedRegistry&)) {
  const std::vector<VmConfiguration> vms = configurations_of(registry);
  std::vector<NodeConfiguration> nodes;
  for (const std::string& name : list_described_nodes(registry)) {
    nodes.push_back(resolve_node(registry, name).configuration);
  }
  return render(find({registry, vms, nodes, [](std::string_view name) { return name == "READ"; }}));
}

}  // namespace vmp::test
