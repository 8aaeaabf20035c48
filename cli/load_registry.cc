#include "cli/load_registry.h"

#include "loader/registry/sources.h"

namespace vmp {

namespace {

std::vector<std::string> choose_sources(const Arguments& arguments, const Surroundings& surroundings) {
  if (arguments.has("--registry")) return arguments.values("--registry");
  if (const std::optional<std::string> source = surroundings.variable("VMP_REGISTRY")) return {*source};
  if (surroundings.is_input_terminal) {
    throw Error(Failure::kUsage, "no registry is given",
                "Name one with --registry PATH or in VMP_REGISTRY, or send it to standard input.");
  }
  return {"-"};
}

}  // namespace

std::unique_ptr<const Registry> load_registry(const Arguments& arguments, const Surroundings& surroundings,
                                              Output& output, Mistakes treatment) {
  auto registry = std::make_unique<const Registry>(
      read_sources(choose_sources(arguments, surroundings), surroundings.input), treatment);
  output.switches.allow(registry->allowed_warnings());
  return registry;
}

}  // namespace vmp
