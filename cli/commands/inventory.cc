#include <array>

#include "cli/commands/commands.h"
#include "cli/inventory/inventory.h"
#include "cli/jobs.h"
#include "cli/load_registry.h"

namespace vmp {

namespace {

constexpr std::array<Option, 1> kOptions = {{
    {"--format", "json|ansible|ssh-config|html", "What it is for. Default: json."},
}};

std::string find_title(const Registry& registry) {
  return registry.fleet() == nullptr ? "Virtual machines" : registry.fleet()->find("name")->text();
}

std::string write(const Registry& registry, const LandscapeDescription& landscape, std::string_view format) {
  if (format == "html") {
    return write_html_inventory(landscape, describe_images(registry, landscape), find_title(registry));
  }
  if (format == "ansible") return write_ansible_inventory(landscape);
  if (format == "ssh-config") return write_ssh_config(landscape);
  return write_json_inventory(landscape);
}

ExitStatus run(const Arguments& arguments, const Surroundings& surroundings, Output& output) {
  const Registry& registry = load_registry(arguments, surroundings, output, Mistakes::kKeep);
  const LandscapeDescription landscape = describe_landscape(registry, {choose_threads(arguments)});
  output.text = write(registry, landscape, arguments.value("--format", "json"));
  return kDone;
}

}  // namespace

const Command kInventoryCommand = {
    .name = "inventory",
    .operands = {},
    .summary = "print nodes, networks and VMs for other tools",
    .help = R"(Prints what the registry knows of its nodes, networks and VMs, in the order of the
registry: as JSON, as an inventory of Ansible, as lines for ssh_config(5), or as a page of
HTML that people look at: one file, which loads nothing from elsewhere. Groups of
Ansible are the VMs' own (NAME_group where a VM is called NAME) and node_NAME for each node;
other characters than letters and digits become `_`.

    vmp --registry registry.yaml inventory --format ansible > inventory.yaml
    vmp --registry registry.yaml inventory --format ssh-config > ssh_config
    vmp --registry registry.yaml inventory --format html > index.html

Addresses are those that the registry gives: `ssh.host`, or the first of a VM's
`interfaces`. Of others only the node knows; `make ip` in the VM's directory asks it.
Passwords are not in it.
)",
    .options = kOptions,
    .run = run,
};

}  // namespace vmp
