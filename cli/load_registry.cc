#include "cli/load_registry.h"

#include "cli/jobs.h"
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

// The same sources, for as long as `owners` keeps them. Every value points at its source: if each were counted as an
// owner, threads would wait for each other at the one counter.
std::vector<std::shared_ptr<const SourceFile>> refer_to(const std::vector<std::shared_ptr<const SourceFile>>& owners) {
  std::vector<std::shared_ptr<const SourceFile>> references;
  for (const auto& owner : owners) references.emplace_back(std::shared_ptr<void>(), owner.get());
  return references;
}

}  // namespace

const Registry& load_registry(const Arguments& arguments, const Surroundings& surroundings, Output& output,
                              Mistakes treatment, Profile* profile) {
  const Work work = {choose_threads(arguments), profile};
  Stopwatch watch(profile, Stage::kRead);
  const auto& sources = output.keep(read_sources(choose_sources(arguments, surroundings), surroundings.input));
  watch.stop();
  const auto& registry = *output.keep(std::make_unique<const Registry>(refer_to(sources), treatment, work));
  output.switches.allow(registry.allowed_warnings());
  return registry;
}

}  // namespace vmp
