#pragma once

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// Warnings about texts in a resolved VM's `cloudInit` that cloud-init would not read: user-data or vendor-data that
// begins with none of the headers it knows, and what is not YAML behind "#cloud-config".
Diagnostics find_cloud_init_doubts(const Value& vm);

}  // namespace vmp
