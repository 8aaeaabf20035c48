#include <fmt/format.h>

#include <array>

#include "cli/commands/commands.h"
#include "cli/load_registry.h"
#include "cli/provision_vms.h"
#include "loader/registry/open_patterns.h"

namespace vmp {

namespace {

constexpr std::array<Option, 1> kOptions = {{kJobsOption}};

std::string count(std::size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

std::string summarize(const Registry& registry, std::size_t warnings) {
  return fmt::format(
      "{}: {}, {}, {} and {}\n", warnings == 0 ? "No mistakes" : "No errors, " + count(warnings, "warning"),
      count(registry.vms().entries().size(), "VM"), count(registry.images().entries().size(), "image"),
      count(registry.nodes().entries().size(), "node"), count(registry.templates().entries().size(), "template"));
}

ExitStatus run(const Arguments& arguments, const Surroundings& surroundings, Output& output) {
  const Registry registry = load_registry(arguments, surroundings);
  output.add(find_open_patterns(registry.images()));
  output.add(provision_vms(registry, registry.vms().names(), arguments).warnings);
  sort_and_unique(output.diagnostics);
  output.text = summarize(registry, output.diagnostics.size());
  return kDone;
}

}  // namespace

const Command kCheckCommand = {
    .name = "check",
    .operands = {},
    .summary = "look for mistakes in the registry",
    .help = R"(Resolves every VM as `gen` does, and tells every mistake it finds, in VMs and in
templates, images and nodes that no VM uses; and warnings: what is allowed and
most likely not meant. Nothing is written.

    $ vmp --registry registry.yaml check
    No mistakes: 2 VMs, 1 image, 1 node and 3 templates

The exit status is 0 if there are only warnings.
)",
    .options = kOptions,
    .run = run,
};

}  // namespace vmp
