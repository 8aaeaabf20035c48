#pragma once

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// A warning for each plain scalar that may be read as something else than its author thinks: in the maps of cloud-init,
// which stay as plain as they are written, where readers of YAML 1.1 and 1.2 differ (https://yaml.org/type/,
// https://yaml.org/spec/1.2.2/#103-core-schema); in virtInstall, a flag that looks like a word. `vm` is resolved.
Diagnostics find_ambiguous_scalars(const Value& vm);

}  // namespace vmp
