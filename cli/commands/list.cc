#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "cli/commands/commands.h"
#include "cli/inventory/documents.h"
#include "cli/inventory/values.h"
#include "cli/jobs.h"
#include "cli/load_registry.h"
#include "loader/configuration/image/images.h"
#include "loader/diagnostics/suggestion.h"
#include "loader/document/write_json.h"
#include "provisioners/list_scripts.h"

namespace vmp {

namespace {

constexpr std::array<Option, 2> kOptions = {{
    {"--format", "text|json",
     "text: a name on each line. json: a list of maps with what is known of each; the whole registry has to be right "
     "then. Default: text."},
    {"--tags", "", "Of images, a line for each of their tags: NAME:TAG, or the pattern where an entry is for several."},
}};

using Names = std::vector<std::string>;

void check_section(const std::string& name) {
  const Names sections = {"vms", "networks", "images", "nodes", "templates", "scripts"};
  if (std::ranges::find(sections, name) != sections.end()) return;
  throw Error(Failure::kUsage, "section \"" + name + "\" does not exist", suggest(name, "section", sections));
}

void check_tags(const Arguments& arguments, const std::string& name) {
  if (!arguments.has("--tags") || name == "images") return;
  throw Error(Failure::kUsage, "only images have tags", "Write \"vmp list images --tags\".");
}

Names list_tags(const Registry& registry) {
  Names names;
  for (const Value& image : registry.images().entries()) {
    const Value* tags = image.find("tags");
    if (tags == nullptr) continue;
    for (const Value& tag : tags->items()) {
      names.push_back(fmt::format("{}:{}", image.find("name")->text(),
                                  find_only_tag(registry, image, tag).value_or(tag.find("pattern")->text())));
    }
  }
  return names;
}

// Each once, with where it runs: most VMs inherit theirs.
Names list_sources(const std::vector<RegistryScript>& scripts) {
  Names lines;
  std::set<std::string> seen;
  for (const RegistryScript& script : scripts) {
    std::string line = fmt::format("{}\t{}", script.source, name_of(script.runner));
    if (seen.insert(line).second) lines.push_back(std::move(line));
  }
  return lines;
}

Names list_lines(const Registry& registry, const std::string& name, const Arguments& arguments) {
  if (name == "vms") return registry.vms().names();
  if (name == "images") return arguments.has("--tags") ? list_tags(registry) : registry.images().names();
  if (name == "nodes") return registry.nodes().names();
  if (name == "networks") return registry.networks().names();
  if (name == "templates") return registry.templates().names();
  return list_sources(list_scripts(registry, {choose_threads(arguments)}));
}

Value describe_templates(const Section& templates) {
  List entries;
  for (const Value& entry : templates.entries()) {
    Map fields;
    for (const char* key : {"name", "description", "kind", "provisioner"}) {
      const Value* value = entry.find(key);
      if (value != nullptr && !value->is_null()) add_text(fields, key, value->text());
    }
    entries.push_back(Value::map(std::move(fields)));
  }
  return Value::list(std::move(entries));
}

Value describe_scripts(const std::vector<RegistryScript>& scripts) {
  List entries;
  for (const RegistryScript& script : scripts) {
    Map fields;
    add_text(fields, "source", script.source);
    add_text(fields, "runs", std::string(name_of(script.runner)));
    add_text(fields, "directory", script.directory);
    add_text(fields, "step", script.step);
    entries.push_back(Value::map(std::move(fields)));
  }
  return Value::list(std::move(entries));
}

Value describe_section(const Registry& registry, const std::string& name, const Work& work) {
  if (name == "templates") return describe_templates(registry.templates());
  if (name == "scripts") return describe_scripts(list_scripts(registry, work));
  const LandscapeDescription landscape = describe_landscape(registry, work);
  if (name == "images") return document_of(describe_images(registry, landscape));
  if (name == "nodes") return document_of(landscape.nodes);
  if (name == "networks") return document_of(landscape.networks);
  return document_of(landscape.vms);
}

ExitStatus run(const Arguments& arguments, const Surroundings& surroundings, Output& output) {
  const std::string name = arguments.names.empty() ? "vms" : arguments.names.front();
  check_section(name);
  check_tags(arguments, name);
  const Registry& registry = load_registry(arguments, surroundings, output);
  if (arguments.value("--format", "text") == "json") {
    output.text = write_json(describe_section(registry, name, {choose_threads(arguments)}));
  } else {
    for (const std::string& line : list_lines(registry, name, arguments)) output.text += line + "\n";
  }
  return kDone;
}

}  // namespace

const Command kListCommand = {
    .name = "list",
    .operands = {"[vms|networks|images|nodes|templates|scripts]", 0, 1},
    .summary = "list the names of a section of the registry",
    .help = R"(Prints the names of the VMs, or of another section, in the registry's order. A
registry without VMs prints nothing. In the folder of the VMs' directories:

    vmp --registry registry.yaml list | xargs -I{} make -C {} status

As JSON, the maps of nodes, networks and VMs are those of `vmp inventory`: node, image,
provisioner, directory and more. Those of images have their tags, each with the VMs that
use it and its directories. Of templates it is what they say themselves.

`scripts` are what the registry has run by its steps and secrets, each with where: in an
`image`, at the `first boot` of each VM, in a `guest`, or on the `host`, which is the
machine of who runs make, as them; `secret` is a command there that prints one. Before
it is the script's file, or the place of its text in the registry, and a tab. SECURITY.md
says what else in a registry is code.

    vmp --registry registry.yaml list scripts | grep 'host$'
)",
    .options = kOptions,
    .run = run,
};

}  // namespace vmp
