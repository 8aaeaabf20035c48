#include <fmt/format.h>

#include <array>

#include "cli/commands/commands.h"
#include "cli/jobs.h"
#include "cli/load_registry.h"
#include "loader/configuration/engine.h"
#include "loader/document/merge.h"
#include "loader/validation/schema.h"
#include "provisioners/provision_entries.h"

namespace vmp {

namespace {

constexpr std::array<Option, 1> kOptions = {{kJobsOption}};

std::string count(std::size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

std::string summarize(const Registry& registry, std::size_t warnings) {
  const std::size_t networks = registry.networks().entries().size();
  return fmt::format(
      "{}: {}, {}{}, {} and {}\n", warnings == 0 ? "No mistakes" : "No errors, " + count(warnings, "warning"),
      count(registry.vms().entries().size(), "VM"), networks == 0 ? "" : count(networks, "network") + ", ",
      count(registry.images().entries().size(), "image"), count(registry.nodes().entries().size(), "node"),
      count(registry.templates().entries().size(), "template"));
}

// What resolving every VM says, be it errors or only warnings.
Diagnostics find_mistakes(const Registry& registry, const Work& work) {
  try {
    return check_entries(registry, work);
  } catch (const Error& error) {
    if (error.failure() != Failure::kRegistry) throw;
    return error.diagnostics();
  }
}

// Also those that no VM uses.
Diagnostics check_nodes(const Registry& registry) {
  Diagnostics mistakes;
  for (const Value& node : registry.nodes().entries()) {
    append(mistakes, validate(remove_cleared(node), find_engine_of_node(node).node,
                              fmt::format("node \"{}\"", node.find("name")->text()), node));
  }
  return mistakes;
}

ExitStatus run(const Arguments& arguments, const Surroundings& surroundings, Output& output) {
  const Registry& registry = load_registry(arguments, surroundings, output, Mistakes::kKeep);
  // The VMs' first: of a template's mistake they know who inherits it, and the first of two equal ones stays.
  Diagnostics found = find_mistakes(registry, {.threads = choose_threads(arguments)});
  append(found, registry.inheritance().mistakes());
  append(found, check_nodes(registry));
  sort_and_unique(found);
  throw_if_errors(found);
  output.add(found);
  output.text = summarize(registry, output.diagnostics.size());
  return kDone;
}

}  // namespace

const Command kCheckCommand = {
    .name = "check",
    .operands = {},
    .summary = "look for mistakes in the registry",
    .help = R"(Resolves every VM, network and node as `gen` does, and tells every mistake it finds, also in
templates, images and nodes that nothing uses; and all warnings: what is allowed and
most likely not meant (`vmp help warnings`). Nothing is written.

    $ vmp --registry registry.yaml check
    No mistakes: 2 VMs, 1 image, 1 node and 3 templates

The exit status is 0 if there are only warnings; with `--werror`, 1 if they count.
)",
    .options = kOptions,
    .run = run,
};

}  // namespace vmp
