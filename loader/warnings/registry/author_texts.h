#pragma once

#include <functional>
#include <set>
#include <span>
#include <string>

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/document/value.h"
#include "loader/registry/registry.h"

namespace vmp {

// Calls a function with each text of a registry's entries as its author wrote it, before variables are expanded in it.
// Those under !raw, in which none are, are left out.
void for_each_text(const Registry& registry, const std::function<void(const Value&)>& see);

// The names of all variables that any of these VMs has.
std::set<std::string, std::less<>> list_variables(std::span<const VmConfiguration> vms);

}  // namespace vmp
