#include <array>

#include "cli/commands/commands.h"
#include "cli/load_registry.h"
#include "loader/configuration/explained_entry.h"
#include "loader/configuration/origins.h"
#include "loader/document/write_json.h"
#include "loader/document/write_origins.h"
#include "loader/document/write_yaml.h"
#include "loader/registry/entry_name.h"

namespace vmp {

namespace {

constexpr std::array<Option, 2> kOptions = {{
    {"--format", "yaml|json", "The form of what is printed. Default: yaml."},
    {"--origins", "",
     "Puts where a value comes from behind its line, as a comment (YAML only): the place that set it, default or "
     "computed, and the same of the variables in it."},
}};

std::string write_document(const Explained& explained, const Arguments& arguments) {
  const bool is_json = arguments.value("--format", "yaml") == "json";
  const Value& document = explained.document;
  if (!arguments.has("--origins")) return is_json ? write_json(document) : write_yaml(document);
  if (is_json) throw Error(Failure::kUsage, "option \"--origins\" needs the format \"yaml\"", "JSON has no comments.");
  return write_yaml_with_comments(document, describe_origins(explained));
}

ExitStatus run(const Arguments& arguments, const Surroundings& surroundings, Output& output) {
  const Registry& registry = load_registry(arguments, surroundings, output);
  Diagnostics warnings;
  const Explained explained = explain_entry(registry, read_entry_name(arguments.names.front()), warnings);
  output.add(warnings);
  output.text = write_document(explained, arguments);
  return kDone;
}

}  // namespace

const Command kConfigCommand = {
    .name = "config",
    .operands = {"NAME", 1, 1},
    .summary = "show what a VM, network, node or image resolves to",
    .help = R"(Prints the configuration of one VM with everything filled in: its templates
merged, its node and image looked up, variables expanded, defaults added. It has
four parts: `node`, `image`, `vars` (every variable with its value) and `vm`. A network,
`networks/NAME`, has three: `node`, `vars` and `network`; a node, `nodes/NAME`, has `vars`
and `node`; a tag of an image that is built, `images/NAME/TAG`, has `vars`, those that its
texts use, and `image`.

    vmp --registry registry.yaml config vm1
    vmp --registry registry.yaml config vm1 --format json | jq .vm.libvirt
    vmp --registry registry.yaml config vm1 --origins
    vmp --registry registry.yaml config networks/service
    vmp --registry registry.yaml config images/web/12

Passwords of the registry are shown as they are.
)",
    .options = kOptions,
    .run = run,
};

}  // namespace vmp
