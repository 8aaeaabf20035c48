#pragma once

#include <string_view>
#include <vector>

#include "loader/configuration/steps/author_files.h"
#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

inline constexpr std::string_view kProvision = "provision";

// The merged VM without steps of which a null has taken away all that they do.
Value remove_cleared_provision(const Value& vm);

// The settled steps of a VM, in their order and with what holds where nothing is said. Adds a mistake where there is no
// order.
Value complete_provision(const Value& vm, Diagnostics& mistakes);

// Reads such steps. Of what is wrong there is a mistake at its place; the steps are worth nothing then.
std::vector<ProvisionStep> read_provision(const Value& vm, AuthorFiles& files, Diagnostics& mistakes);

}  // namespace vmp
