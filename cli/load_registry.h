#pragma once

#include "cli/arguments.h"
#include "cli/output.h"
#include "cli/surroundings.h"
#include "loader/registry/registry.h"
#include "loader/work/profile.h"

namespace vmp {

// Reads the registry that --registry names, else VMP_REGISTRY, else standard input. Raises Error; a usage error
// if there is nothing but a terminal, or nobody names standard input and it is empty. The output keeps the registry,
// and learns which warnings it allows. Who keeps the mistakes of the registry must tell them. A profile gets the time
// of reading and what follows.
const Registry& load_registry(const Arguments& arguments, const Surroundings& surroundings, Output& output,
                              Mistakes treatment = Mistakes::kRaise, Profile* profile = nullptr);

}  // namespace vmp
