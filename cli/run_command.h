#pragma once

#include "cli/arguments.h"
#include "cli/output.h"
#include "cli/surroundings.h"

namespace vmp {

// Runs the command that a command line asks for. Raises Error.
ExitStatus run_command(const Arguments& arguments, const Surroundings& surroundings, Output& output);

}  // namespace vmp
