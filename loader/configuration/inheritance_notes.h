#pragma once

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/registry/inheritance.h"
#include "loader/registry/kind.h"

namespace vmp {

// Adds to each diagnostic whose place lies in a template a note that says how the VM came to it.
void add_inheritance_notes(Diagnostics& diagnostics, const Kind& kind, const Value& entry,
                           const Inheritance& inheritance);

}  // namespace vmp
