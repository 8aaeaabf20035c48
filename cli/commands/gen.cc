#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <set>

#include "cli/commands/commands.h"
#include "cli/jobs.h"
#include "cli/load_registry.h"
#include "generator/generated_path.h"
#include "generator/pruning.h"
#include "generator/update.h"
#include "loader/diagnostics/utf8.h"
#include "provisioners/provision_entries.h"

namespace vmp {

namespace {

constexpr std::array<Option, 6> kOptions = {{
    {"--base-dir", "DIR", "Where the VMs' directories are. Default: VMP_GEN_BASE_DIR, else the current directory."},
    {"--check", "", "Writes nothing; lists what would change and exits with 4 if anything would."},
    {"--diff", "", "Like `--check`; also prints the lines that would change, as `git diff` does."},
    {"--prune", "", "Also removes what was generated for VMs that are no longer in the registry."},
    kJobsOption,
    {"--profile", "", "Also says how long each stage took, all threads added up."},
}};

Effect choose_effect(const Arguments& arguments) {
  if (arguments.has("--diff")) return Effect::kDiff;
  return arguments.has("--check") ? Effect::kCheck : Effect::kWrite;
}

// The same for machines.
Diagnostic describe_due(const Change& change, const std::string& base, std::string_view command) {
  const std::string path = path_below(base, change.path);
  const bool is_generated = change.kind == Change::Kind::kGenerated;
  return {
      .place = {.file = std::make_shared<SourceFile>(SourceFile{.name = path, .text = ""})},
      .message = fmt::format("\"{}\" is not {}", path, is_generated ? "what the registry says" : "generated any more"),
      .help = fmt::format("Run \"{}\" and commit what it changes.", command)};
}

void report(std::vector<Change> changes, const std::string& base, const Arguments& arguments, Output& output) {
  const Effect effect = choose_effect(arguments);
  const char* const command = arguments.has("--prune") ? "vmp gen --prune" : "vmp gen";
  std::ranges::sort(changes, {}, &Change::path);
  for (const Change& change : changes) {
    const bool is_generated = change.kind == Change::Kind::kGenerated;
    if (effect == Effect::kWrite) {
      output.steps.push_back((is_generated ? "Generated " : "Removed ") + change.path);
      continue;
    }
    output.steps.push_back((is_generated ? "Would generate " : "Would remove ") + change.path);
    output.outdated.push_back(describe_due(change, base, command));
    output.text += change.patch;
  }
}

// Tells nothing in the forms for machines: there, standard error holds the diagnostics and nothing else.
TellOfWait choose_teller(const std::string& base, const Arguments& arguments, const Surroundings& surroundings) {
  if (arguments.value("--diagnostics", "text") != "text") return ignore_wait;
  const std::string shown = without_control_characters(base);
  return [line = fmt::format("Waiting until no other program writes below \"{}\"\n", shown),
          tell_now = surroundings.tell_now] { tell_now(line); };
}

// Names the first directories that are left over, each with a sentence about it. Many are those of another registry.
template <typename Describe>
void report_left_over(const std::vector<std::string>& directories, std::string_view what, const Describe& describe,
                      Output& output) {
  constexpr std::size_t kMostNamed = 10;
  const std::size_t named = std::min(directories.size(), kMostNamed);
  for (std::size_t index = 0; index < named; ++index) {
    const std::string directory = without_control_characters(directories[index]);
    output.steps.push_back(fmt::format("{} {}: {}", what, directory, describe(directory)));
  }
  const std::size_t more = directories.size() - named;
  if (more > 0) output.steps.push_back(fmt::format("{} {} more, which \"gen --check --prune\" lists", what, more));
}

std::string_view undoing_target(std::string_view directory) {
  return read_entry_name(directory).kind->undoing_target;
}

// Without it nobody would notice them.
void report_kept(const std::vector<std::string>& directories, Output& output) {
  const auto describe = [](const std::string& directory) {
    return fmt::format(
        "nothing in the registry has it; \"make {}\" in it removes what it made, then \"gen --prune\" the directory",
        undoing_target(directory));
  };
  report_left_over(directories, "Kept", describe, output);
}

// What was made with them is on a node, and nothing would speak of it any more.
void report_pruned(const std::vector<std::string>& directories, const std::string& base, Effect effect,
                   Output& output) {
  const bool is_done = effect == Effect::kWrite;
  const auto describe = [&](const std::string& directory) {
    return fmt::format("what it made {} there unless \"make -C {} {}\" {} before", is_done ? "is still" : "stays",
                       path_below(without_control_characters(base), directory), undoing_target(directory),
                       is_done ? "was run" : "is run");
  };
  report_left_over(directories, is_done ? "Pruned" : "Would prune", describe, output);
}

// An empty registry is most likely a source that went missing in front of a pipe.
void refuse_to_prune_all(const Registry& registry) {
  for (const Section* section :
       {&registry.nodes(), &registry.images(), &registry.templates(), &registry.networks(), &registry.vms()}) {
    if (!section->entries().empty()) return;
  }
  throw Error(Failure::kRegistry, "the registry is empty: --prune would remove every provisioner",
              "If that is what you want, remove their directories.");
}

std::vector<EntryName> choose_entries(const Registry& registry, const std::set<std::string>& asked) {
  if (asked.empty()) return list_provisioned(registry);
  std::vector<EntryName> names;
  std::ranges::transform(asked, std::back_inserter(names), read_entry_name);
  return names;
}

KnownDirectories directories_of(const std::vector<EntryName>& names) {
  KnownDirectories known = {.paths = {}, .kinds = {}};
  for (const Kind* kind : {&kImageKind, &kNetworkKind, &kNodeKind}) {
    known.kinds[std::string(kind->section)] = kind->name_parts;
  }
  for (const EntryName& name : names) known.paths.insert(name.directory());
  return known;
}

ExitStatus run(const Arguments& arguments, const Surroundings& surroundings, Output& output) {
  Profile profile;
  const Work work = {choose_threads(arguments), arguments.has("--profile") ? &profile : nullptr};
  const Registry& registry = load_registry(arguments, surroundings, output, Mistakes::kKeep, work.profile);
  const std::set<std::string> asked(arguments.names.begin(), arguments.names.end());
  const std::vector<EntryName> names = choose_entries(registry, asked);
  const std::string base = arguments.value("--base-dir", surroundings.variable("VMP_GEN_BASE_DIR").value_or("."));
  const Effect effect = choose_effect(arguments);
  const TellOfWait tell_of_wait = choose_teller(base, arguments, surroundings);
  const std::shared_ptr<Update>& update = output.keep(std::make_shared<Update>(base, effect, tell_of_wait));
  const auto take = [&](const std::string& directory, GeneratedFiles files) {
    update->add(directory, std::move(files));
  };
  output.add(provision_entries(registry, names, take, work));
  throw_if_errors(output.diagnostics);
  if (arguments.has("--prune")) refuse_to_prune_all(registry);

  const auto known = [&] { return directories_of(asked.empty() ? names : list_provisioned(registry)); };
  std::vector<Change> changes;
  try {
    update->apply(changes, work);
    if (arguments.has("--prune")) report_pruned(find_left_over(known(), base), base, effect, output);
    if (arguments.has("--prune")) prune_directories(known(), base, effect, changes, tell_of_wait);
  } catch (...) {
    report(changes, base, arguments, output);
    throw;
  }
  report(changes, base, arguments, output);
  if (!arguments.has("--prune") && asked.empty()) report_kept(find_left_over(known(), base), output);
  if (work.profile != nullptr) std::ranges::copy(profile.lines(), std::back_inserter(output.steps));
  return effect != Effect::kWrite && !changes.empty() ? kFilesDiffer : kDone;
}

}  // namespace

const Command kGenCommand = {
    .name = "gen",
    .operands = {"[NAME...]", 0, 1'000'000},
    .summary = "write the provisioners of VMs, networks, nodes and images",
    .help = R"(Writes a directory for each VM, with a Makefile that builds, starts, reaches and
removes it, and one for each network and node that has a `provisioner`, and each image that
is built and that a VM needs, or whose pattern is for one tag ("^12$"); `make help` in there
lists what it can do. Without a NAME, all of the registry are generated; the name of a network,
node or image is that of its directory: `networks/NAME`, `nodes/NAME`, `images/NAME/TAG`.

    vmp --registry registry.yaml gen
    make -C vm1 up

With NAMEs, only their directories are written. What other directories have to know of
them (a network the address, a node's inventory the volumes, the fleet's Makefile all of
it) is written with those, and what two VMs may not both have (an address, a volume) is
looked for among the NAMEs only. `vmp gen` without any, or `vmp check`, looks at all.

All VMs asked for are resolved first: a mistake in one of them, and nothing is
written at all. A file is written only if its bytes differ, so running it again
changes nothing and lets make rebuild nothing. Modes count for nothing, but for private
files (sshpass, cloud-init's data apart from meta-data): one that others can read is
written again with mode 0600, and for scripts of images: they may be run. `--check` looks
only at what git keeps of modes, that a file may be run.

Files that were generated before and no longer are (a password that was taken out of
the registry) are removed. The manifest, a line in the head of the Makefile, says which
those are. Files of your own stay, and so does what make built; where one has the name of
a file to be written, nothing is written at all, unless v0.1.1 wrote it. Each path is reported:

    Generated vm1/Makefile
    Removed vm1/sshpass

To see in CI that what is committed is what the registry says:

    vmp --registry 'registry/**/*.yaml' gen --base-dir vms --check --prune

With `--diff` instead of `--check`, the log shows what differs, line by line. Of private
files it says only that they differ, since a log may be public; of files that would be
removed, only the names. With `--diagnostics json` or `sarif`, each file that differs is
an element of severity error, its path in `file`; see `vmp help messages`.

A provisioner needs neither `vmp` nor the registry any more. Commit it, copy it to
another machine, change nothing in it by hand: the next `gen` would undo that.
Directories of VMs that left the registry are named, ten at most, and stay until `--prune`, which
removes only files that a manifest in the directory names. Remove the VM itself first, with
`make -C vm1 down`.
)",
    .options = kOptions,
    .run = run,
};

}  // namespace vmp
