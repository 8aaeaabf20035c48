#include "cli/commands/commands.h"
#include "provisioners/versions.h"

namespace vmp {

namespace {

ExitStatus run(const Arguments&, const Surroundings&, Output& output) {
  output.text = VMP_VERSION "\nprovisioners:";
  for (const ProvisionerVersion& version : provisioner_versions()) output.text += " " + std::string(version.name);
  output.text += "\n";
  return kDone;
}

}  // namespace

const Command kVersionCommand = {
    .name = "version",
    .operands = {},
    .summary = "print the version",
    .help = "Prints the number of the version, on a line of its own, and the provisioner\nversions that it writes.\n",
    .options = {},
    .run = run,
};

}  // namespace vmp
