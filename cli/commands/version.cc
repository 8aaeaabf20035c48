#include "cli/commands/commands.h"

namespace vmp {

namespace {

ExitStatus run(const Arguments&, const Surroundings&, Output& output) {
  output.text = VMP_VERSION "\n";
  return kDone;
}

}  // namespace

const Command kVersionCommand = {
    .name = "version",
    .operands = {},
    .summary = "print the version",
    .help = "Prints the number of the version, and nothing else.\n",
    .options = {},
    .run = run,
};

}  // namespace vmp
