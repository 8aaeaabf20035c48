#pragma once

#include <string_view>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// Whether a version of provisioners has a key of VMs; an unknown version has all.
bool has_key(std::string_view provisioner, std::string_view key);

// A mistake for each key of a merged VM that came with a later version of provisioners than its own.
Diagnostics find_keys_of_later_versions(const Value& vm, std::string_view provisioner);

}  // namespace vmp
