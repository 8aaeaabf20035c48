#pragma once

#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/document/value.h"
#include "loader/registry/registry.h"

namespace vmp {

// The texts of a registry's entries with a part in them, as their authors wrote them, before variables are expanded.
// Those under !raw, in which none are, are left out. Owned by the registry.
std::vector<const Value*> list_texts_with(std::string_view part, const Registry& registry);

// The names of all variables that any of these VMs has.
std::set<std::string, std::less<>> list_variables(std::span<const VmConfiguration> vms);

}  // namespace vmp
