#pragma once

#include "loader/configuration/explanation.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/registry/entry_name.h"
#include "loader/registry/registry.h"

namespace vmp {

// Resolves an entry of any kind, adds its warnings, and keeps what explaining it needs; the registry has to be there
// still. Raises Error as resolving does.
Explained explain_entry(const Registry& registry, const EntryName& name, Diagnostics& warnings);

}  // namespace vmp
