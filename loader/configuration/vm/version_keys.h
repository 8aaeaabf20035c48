#pragma once

#include <string_view>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// Whether a version of provisioners has a key of VMs; an unknown version has all.
bool has_key(std::string_view provisioner, std::string_view key);

// A mistake for each key of a merged VM that its own version of provisioners does not have.
Diagnostics find_keys_of_other_versions(const Value& vm, std::string_view provisioner);

}  // namespace vmp
