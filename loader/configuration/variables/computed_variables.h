#pragma once

#include <array>
#include <string_view>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// The variables that vmp gives every VM; nobody's values win over them (REGISTRY.md, section 5).
inline constexpr std::array<std::string_view, 7> kComputedVariables = {
    "IMAGE_FORMAT", "IMAGE_NAME", "IMAGE_TAG", "IMAGE_URL", "IMAGE_VOLUME_NAME", "NODE_NAME", "VM_NAME"};

bool is_computed_variable(std::string_view name);

// A warning for each of them that an entry (a node, image, tag, template or VM) gives in its `vars`.
Diagnostics find_computed_variables(const Value& entry);

}  // namespace vmp
