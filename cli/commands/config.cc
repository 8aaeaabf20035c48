#include <array>

#include "cli/commands/commands.h"
#include "cli/load_registry.h"
#include "loader/configuration/resolve.h"
#include "loader/document/write_json.h"
#include "loader/document/write_yaml.h"

namespace vmp {

namespace {

constexpr std::array<Option, 1> kOptions = {{
    {"--format", "yaml|json", "The form of what is printed. Default: yaml."},
}};

ExitStatus run(const Arguments& arguments, const Surroundings& surroundings, Output& output) {
  const Registry registry = load_registry(arguments, surroundings);
  const ResolvedVm vm = resolve_vm(registry, arguments.names.front());
  output.add(vm.warnings);
  output.text = arguments.value("--format", "yaml") == "json" ? write_json(vm.document) : write_yaml(vm.document);
  return kDone;
}

}  // namespace

const Command kConfigCommand = {
    .name = "config",
    .operands = {"NAME", 1, 1},
    .summary = "show what a VM resolves to",
    .help = R"(Prints the configuration of one VM with everything filled in: its templates
merged, its node and image looked up, variables expanded, defaults added. It has
four parts: `node`, `image`, `vars` (every variable with its value) and `vm`.

    vmp --registry registry.yaml config vm1
    vmp --registry registry.yaml config vm1 --format json | jq .vm.libvirt

Passwords of the registry are shown as they are.
)",
    .options = kOptions,
    .run = run,
};

}  // namespace vmp
