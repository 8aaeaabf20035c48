#include <array>

#include "cli/commands/commands.h"
#include "cli/load_registry.h"
#include "loader/diagnostics/suggestion.h"
#include "loader/document/write_json.h"

namespace vmp {

namespace {

constexpr std::array<Option, 1> kOptions = {{
    {"--format", "text|json",
     "text: a name on each line. json: a list of maps with name and description. Default: text."},
}};

const Section& choose_section(const Registry& registry, const std::string& name) {
  if (name == "vms") return registry.vms();
  if (name == "images") return registry.images();
  if (name == "nodes") return registry.nodes();
  if (name == "networks") return registry.networks();
  return registry.templates();
}

void check_section(const std::string& name) {
  const std::vector<std::string> sections = {"vms", "networks", "images", "nodes", "templates"};
  for (const std::string& section : sections) {
    if (section == name) return;
  }
  throw Error(Failure::kUsage, "section \"" + name + "\" does not exist", suggest(name, "section", sections));
}

Value describe(const Section& section) {
  List entries;
  for (const Value& entry : section.entries()) {
    Map fields;
    for (const char* key : {"name", "description"}) {
      const Value* value = entry.find(key);
      if (value == nullptr || value->is_null()) continue;
      fields.push_back({Value::scalar(key), Value::scalar(value->text())});
    }
    entries.push_back(Value::map(std::move(fields)));
  }
  return Value::list(std::move(entries));
}

ExitStatus run(const Arguments& arguments, const Surroundings& surroundings, Output& output) {
  const std::string name = arguments.names.empty() ? "vms" : arguments.names.front();
  check_section(name);
  const Registry& registry = load_registry(arguments, surroundings, output);
  const Section& section = choose_section(registry, name);
  if (arguments.value("--format", "text") == "json") {
    output.text = write_json(describe(section));
  } else {
    for (const std::string& each : section.names()) output.text += each + "\n";
  }
  return kDone;
}

}  // namespace

const Command kListCommand = {
    .name = "list",
    .operands = {"[vms|networks|images|nodes|templates]", 0, 1},
    .summary = "list the names of a section of the registry",
    .help = R"(Prints the names of the VMs, or of another section, in the registry's order. A
registry without VMs prints nothing. In the folder of the VMs' directories:

    vmp --registry registry.yaml list | xargs -I{} make -C {} status
)",
    .options = kOptions,
    .run = run,
};

}  // namespace vmp
