#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "cli/commands/commands.h"
#include "loader/diagnostics/utf8.h"
#include "loader/document/write_json.h"
#include "provisioners/impact/impact.h"

namespace vmp {

namespace {

using impact::Change;
using impact::Comparison;
using impact::Impact;
using impact::kImpacts;

constexpr std::array<Option, 1> kOptions = {{
    {"--format", "text|json",
     "text: a line for each change, below its directory. json: a map with `worst`, `classes` and `changes`. "
     "Default: text."},
}};

// How many changes there are of each class.
std::array<std::size_t, kImpacts> count_classes(const Comparison& comparison) {
  std::array<std::size_t, kImpacts> counts = {};
  for (const Change& change : comparison.changes) ++counts.at(static_cast<std::size_t>(change.impact));
  return counts;
}

// On one line; nothing that a terminal could take for an order.
std::string show(const std::string& value) {
  const std::string shown = without_control_characters(value);
  const bool is_plain = !shown.empty() && shown == value && shown.front() != ' ' && shown.back() != ' ';
  return is_plain ? shown : json_string(shown);
}

std::string describe(const Change& change) {
  const std::string subject = without_control_characters(change.subject);
  if (!change.before) return subject + " is new" + (change.after->empty() ? "" : ": " + show(*change.after));
  if (!change.after) return subject + " is gone" + (change.before->empty() ? "" : ": it was " + show(*change.before));
  if (change.is_hidden) return subject + " has changed";
  return fmt::format("{} was {}, is {}", subject, show(*change.before), show(*change.after));
}

std::string summarize(const Comparison& comparison) {
  if (comparison.changes.empty()) return "";
  const std::array<std::size_t, kImpacts> counts = count_classes(comparison);
  std::string text = "changes:";
  for (std::size_t index = kImpacts; index-- > 0;) {
    if (counts.at(index) > 0) text += fmt::format(" {} {},", counts.at(index), impact::impact_names().at(index).name);
  }
  text.back() = '\n';
  return text;
}

std::string write_text(const Comparison& comparison) {
  std::string text;
  const std::string* directory = nullptr;
  for (const Change& change : comparison.changes) {
    if (directory == nullptr || *directory != change.directory) {
      text += without_control_characters(change.directory) + "\n";
    }
    directory = &change.directory;
    text += fmt::format("  {:13} {}\n", impact::name_of(change.impact), describe(change));
    if (!change.note.empty()) text += fmt::format("  {:13} ({})\n", "", change.note);
  }
  return text + summarize(comparison);
}

Value as_json(const std::optional<std::string>& text, bool is_hidden) {
  return text && !is_hidden ? Value::scalar(*text) : Value::scalar("null", Style::kPlain);
}

Value as_json(const Change& change) {
  const char* const how = !change.before ? "new" : !change.after ? "gone" : "changed";
  return Value::map({{Value::scalar("directory"), Value::scalar(change.directory)},
                     {Value::scalar("class"), Value::scalar(std::string(impact::name_of(change.impact)))},
                     {Value::scalar("what"), Value::scalar(change.subject)},
                     {Value::scalar("how"), Value::scalar(how)},
                     {Value::scalar("before"), as_json(change.before, change.is_hidden)},
                     {Value::scalar("after"), as_json(change.after, change.is_hidden)},
                     {Value::scalar("note"), Value::scalar(change.note)}});
}

const Impact* find_worst(const Comparison& comparison) {
  const auto worst = std::ranges::max_element(comparison.changes, {}, &Change::impact);
  return worst == comparison.changes.end() ? nullptr : &worst->impact;
}

std::string write_as_json(const Comparison& comparison) {
  const std::array<std::size_t, kImpacts> counts = count_classes(comparison);
  Map classes;
  for (std::size_t index = 0; index < kImpacts; ++index) {
    const std::string name(impact::impact_names().at(index).name);
    classes.push_back({Value::scalar(name), Value::scalar(std::to_string(counts.at(index)), Style::kPlain)});
  }
  List changes;
  for (const Change& change : comparison.changes) changes.push_back(as_json(change));
  const Impact* worst = find_worst(comparison);
  return write_json(
      Value::map({{Value::scalar("worst"), worst == nullptr ? Value::scalar("null", Style::kPlain)
                                                            : Value::scalar(std::string(impact::name_of(*worst)))},
                  {Value::scalar("classes"), Value::map(std::move(classes))},
                  {Value::scalar("changes"), Value::list(std::move(changes))}}));
}

ExitStatus choose_status(const Comparison& comparison) {
  const Impact* worst = find_worst(comparison);
  if (worst == nullptr) return kDone;
  return *worst >= Impact::kRebuild ? kDataAtStake : kFilesDiffer;
}

ExitStatus run(const Arguments& arguments, const Surroundings&, Output& output) {
  const Comparison comparison = impact::compare(arguments.names[0], arguments.names[1]);
  for (const std::string& path : comparison.not_there) {
    output.steps.push_back("Not compared, since one side has it not: " + without_control_characters(path));
  }
  output.text = arguments.value("--format", "text") == "json" ? write_as_json(comparison) : write_text(comparison);
  return choose_status(comparison);
}

}  // namespace

const Command kDiffCommand = {
    .name = "diff",
    .operands = {"OLD NEW", 2, 2},
    .summary = "tell what a change of generated directories does to what runs",
    .help = R"(Compares two generations of what `gen` writes, and says of each change what becomes
of it: whether `make up` does it at once, or a VM has to start again, or data is at
stake. OLD and NEW are two Makefiles, two directories of VMs, networks, nodes or images,
or two base directories with many. Nothing else is read: no registry, no git, no node.
Directories of v1alpha1 and v1beta1 are understood, also one against the other.

    $ git worktree add old main
    $ vmp diff old/vms vms
    web
      rebuild       volume web/root.qcow2 format was qcow2, is raw
                    (what is there stays as it is until it is deleted by hand)
      next          --memory maximum was 2048, is 4096
    changes: 1 rebuild, 1 next

`vmp help impact` explains the classes. What only a node knows is not taken into account:
`make diff` in a directory looks at that. Values of passwords and of cloud-init's data are never
shown, only that they have changed. A directory that is new or gone is one change; one
that has another name and speaks of the same domain is compared.

The exit status is 0 without changes, 4 with some, and 5 if one of them is `rebuild` or
`loss`. An empty directory stands for nothing.
)",
    .options = kOptions,
    .run = run,
};

}  // namespace vmp
