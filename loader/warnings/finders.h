#pragma once

#include <span>
#include <string_view>

#include "loader/configuration/network/network_configuration.h"
#include "loader/configuration/node/node_configuration.h"
#include "loader/configuration/vm/resolve_vm.h"
#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/warning.h"
#include "loader/registry/registry.h"

namespace vmp {

// A registry, and those of its VMs and described nodes that could be resolved.
struct ResolvedRegistry {
  const Registry& registry;
  std::span<const VmConfiguration> vms;
  std::span<const NodeConfiguration> nodes;
  bool (*reads)(std::string_view name);  // whether a provisioner reads a variable of that name by itself
};

// The functions of loader/diagnostics/warnings.inc, each defined in a file that is called as what it finds, with what
// it looks for above it. Each returns the warnings of its kind.
#define VMP_WARNING(constant, name, summary)
#define VMP_WARNING_OF_VM(constant, name, summary, finder) Diagnostics finder(const ResolvedVm& vm);
#define VMP_WARNING_OF_NETWORK(constant, name, summary, finder) Diagnostics finder(const NetworkConfiguration& network);
#define VMP_WARNING_OF_REGISTRY(constant, name, summary, finder) Diagnostics finder(const ResolvedRegistry& resolved);
#define VMP_WARNING_OF_ALL(constant, name, summary, finder) Diagnostics finder(const ResolvedRegistry& resolved);
#include "loader/diagnostics/warnings.inc"

}  // namespace vmp
