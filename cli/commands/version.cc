#include "cli/commands/commands.h"

namespace vmp {

namespace {

ExitStatus run(const Arguments&, const Surroundings&, Output& output) {
  output.text = "vmp " VMP_VERSION "\n";
  return kDone;
}

}  // namespace

const Command kVersionCommand = {
    .name = "version",
    .operands = {},
    .summary = "print the version",
    .help = "Prints the name and version of the program.\n",
    .options = {},
    .run = run,
};

}  // namespace vmp
