#include "cli/load_registry.h"

#include <fmt/format.h>

#include "cli/jobs.h"
#include "loader/registry/sources.h"

namespace vmp {

namespace {

// Nothing if none is named: standard input may have it then.
std::vector<std::string> named_sources(const Arguments& arguments, const Surroundings& surroundings) {
  if (arguments.has("--registry")) return arguments.values("--registry");
  if (const std::optional<std::string> source = surroundings.variable("VMP_REGISTRY")) return {*source};
  return {};
}

Error no_registry(std::string_view help_before) {
  return {
      Failure::kUsage, "no registry is given",
      fmt::format(
          "{}Name one with --registry PATH or in VMP_REGISTRY, or send it to standard input; \"vmp init\" begins one.",
          help_before)};
}

using Sources = std::vector<std::shared_ptr<const SourceFile>>;

// A source that is named may be empty. Standard input that is not even asked for is empty where a pipe or a variable
// went wrong, or where a service runs us.
Sources read_registry(const Arguments& arguments, const Surroundings& surroundings) {
  const std::vector<std::string> named = named_sources(arguments, surroundings);
  if (!named.empty()) return read_sources(named, surroundings.input);
  if (surroundings.is_input_terminal) throw no_registry("");
  Sources sources = read_sources({"-"}, surroundings.input);
  const bool is_blank = sources.front()->text.find_first_not_of(" \t\r\n") == std::string::npos;
  if (is_blank) throw no_registry("Standard input is empty. ");
  return sources;
}

// The same sources, for as long as `owners` keeps them. Every value points at its source: if each were counted as an
// owner, threads would wait for each other at the one counter.
Sources refer_to(const Sources& owners) {
  Sources references;
  for (const auto& owner : owners) references.emplace_back(std::shared_ptr<void>(), owner.get());
  return references;
}

}  // namespace

const Registry& load_registry(const Arguments& arguments, const Surroundings& surroundings, Output& output,
                              Mistakes treatment, Profile* profile) {
  const Work work = {choose_threads(arguments), profile};
  Stopwatch watch(profile, Stage::kRead);
  const auto& sources = output.keep(read_registry(arguments, surroundings));
  watch.stop();
  const auto& registry = *output.keep(std::make_unique<const Registry>(refer_to(sources), treatment, work));
  output.switches.allow(registry.allowed_warnings());
  return registry;
}

}  // namespace vmp
