#include "cli/commands/commands.h"
#include "cli/inventory/inventory.h"
#include "cli/jobs.h"
#include "cli/load_registry.h"

namespace vmp {

namespace {

ExitStatus run(const Arguments& arguments, const Surroundings& surroundings, Output& output) {
  const Registry& registry = load_registry(arguments, surroundings, output, Mistakes::kKeep);
  output.text = write_graph(describe_landscape(registry, {choose_threads(arguments)}));
  return kDone;
}

}  // namespace

const Command kGraphCommand = {
    .name = "graph",
    .operands = {},
    .summary = "print nodes, networks and VMs as a graph for Graphviz",
    .help = R"(Prints the language of `dot`: nodes are boxes around what is on them, lines lead from
VMs to their networks, with the address there, and broken ones to the VMs that they wait for.

    vmp --registry registry.yaml graph | dot -Tsvg > landscape.svg
)",
    .options = {},
    .run = run,
};

}  // namespace vmp
