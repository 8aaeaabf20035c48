#include "provisioners/provision_entries.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <unordered_set>
#include <utility>

#include "loader/configuration/image/image_directories.h"
#include "loader/configuration/image/images.h"
#include "loader/warnings/find_warnings.h"
#include "provisioners/landscape.h"
#include "provisioners/versions.h"

namespace vmp {

namespace {

// The kinds whose entries have a directory only with a provisioner, and where the registry has them.
struct KindSection {
  const Kind* kind;
  const Section& (Registry::*section)() const;
};
constexpr std::array<KindSection, 2> kKindSections = {
    {{&kNetworkKind, &Registry::networks}, {&kNodeKind, &Registry::nodes}}};

std::vector<std::string> names_of_kind(const std::vector<EntryName>& names, const Kind& kind) {
  std::vector<std::string> result;
  for (const EntryName& each : names) {
    if (each.kind->word == kind.word) result.push_back(each.name);
  }
  return result;
}

Diagnostics raise_errors(Diagnostics diagnostics) {
  sort_and_unique(diagnostics);
  throw_if_errors(diagnostics);
  return diagnostics;
}

Diagnostic describe_taken_directory(const Value& vm, std::string_view what_is_there) {
  const Value& name = *vm.find("name");
  return {.place = name.place(),
          .message = fmt::format("VM \"{0}\" would have the directory \"{0}\", {1}", name.text(), what_is_there),
          .help = "Give the VM another name."};
}

// VMs whose directories are files of the fleet.
Diagnostics find_taken_fleet_files(const Registry& registry) {
  Diagnostics mistakes;
  if (registry.fleet() == nullptr) return mistakes;
  for (const auto& [file, text] : generate_fleet({})) {  // any fleet has the same
    const Value* vm = registry.vms().find(file);
    if (vm == nullptr) continue;
    mistakes.push_back(describe_taken_directory(*vm, "where the fleet has a file of that name"));
  }
  return mistakes;
}

// A VM whose directory is that of a kind's entries, or a file of the fleet.
Diagnostics find_taken_directories(const Registry& registry, const std::vector<EntryName>& names) {
  std::set<const Kind*> kinds;
  for (const EntryName& each : names) kinds.insert(each.kind);
  Diagnostics mistakes = find_taken_fleet_files(registry);
  for (const Kind* kind : kinds) {
    const bool holds_others = kind->directory.ends_with('/');
    const Value* vm = holds_others ? registry.vms().find(kind->section) : nullptr;
    if (vm == nullptr) continue;
    mistakes.push_back(describe_taken_directory(*vm, fmt::format("in which those of {} are", kind->plural)));
  }
  return mistakes;
}

// Those that are wanted, and behind them others that the networks or nodes which are asked for need to know.
std::vector<std::string> with_others(std::vector<std::string> wanted, std::vector<std::string> others) {
  const std::unordered_set<std::string> known(wanted.begin(), wanted.end());
  for (std::string& name : others) {
    if (!known.contains(name)) wanted.push_back(std::move(name));
  }
  return wanted;
}

std::vector<std::string> list_needed_vms(const Registry& registry, bool has_networks, bool has_nodes) {
  if (has_nodes) return registry.vms().names();
  return has_networks ? list_plugged_vms(registry) : std::vector<std::string>();
}

void generate_vm(const VmConfiguration& vm, const TakeFiles& take, Stopwatch& watch) {
  watch.enter(Stage::kGenerate);
  GeneratedFiles files = find_provisioner_version(vm.provisioner, kVmKind).generate_vm(vm);
  watch.enter(Stage::kWrite);
  take(vm.name.value, std::move(files));
}

const ProvisionerVersion& find_version(const Kind& kind, const Text& name, const std::optional<Text>& provisioner) {
  if (provisioner) return find_provisioner_version(*provisioner, kind);
  throw Error({.place = name.place,
               .message = fmt::format("{} \"{}\" has no \"provisioner\"", kind.label, name.value),
               .help = "It is only described: it has no directory."});
}

void generate_network(const NetworkConfiguration& network, const TakeFiles& take, Stopwatch& watch) {
  const ProvisionerVersion& version = find_version(kNetworkKind, network.name, network.provisioner);
  watch.enter(Stage::kGenerate);
  take(std::string(kNetworkKind.directory) + network.name.value, version.generate_network(network));
}

void generate_node(const NodeConfiguration& node, const TakeFiles& take, Stopwatch& watch) {
  const ProvisionerVersion& version = find_version(kNodeKind, node.node.name, node.provisioner);
  watch.enter(Stage::kGenerate);
  take(std::string(kNodeKind.directory) + node.node.name.value, version.generate_node(node));
}

void generate_image(const ImageConfiguration& image, const TakeFiles& take, Stopwatch& watch) {
  watch.enter(Stage::kGenerate);
  take(std::string(kImageKind.directory) + image.directory(),
       find_provisioner_version(image.provisioner, kImageKind).generate_image(image));
}

std::vector<BuiltName> read_images(const Registry& registry, const std::vector<EntryName>& names) {
  std::vector<BuiltName> images;
  for (const std::string& name : names_of_kind(names, kImageKind)) images.push_back(get_built_name(registry, name));
  return images;
}

void provision_fleet(Landscape& landscape, const std::vector<EntryName>& names, const TakeFiles& take) {
  if (names_of_kind(names, kFleetKind).empty()) return;
  landscape.resolve_fleet(names_of_kind(names, kNodeKind),
                          [&](std::size_t, const FleetConfiguration& fleet, Stopwatch& watch, const Diagnostics&) {
                            watch.enter(Stage::kGenerate);
                            take(std::string(kFleetKind.directory), generate_fleet(fleet));
                          });
}

}  // namespace

std::vector<EntryName> list_provisioned(const Registry& registry) {
  std::vector<EntryName> names;
  for (const std::string& vm : registry.vms().names()) names.push_back({&kVmKind, vm});
  for (const auto& [kind, section] : kKindSections) {
    for (const Value& entry : (registry.*section)().entries()) {
      const Inheritance inherited = registry.inheritance().inherited_by(entry, *kind);
      const Value* own = entry.find("provisioner");
      const Value* provisioner = own != nullptr ? own : inherited.merged.find("provisioner");
      if (provisioner != nullptr && !provisioner->is_null()) names.push_back({kind, entry.find("name")->text()});
    }
  }
  for (const BuiltName& image : list_image_directories(registry, Images(registry))) {
    names.push_back({&kImageKind, image.path()});
  }
  if (registry.fleet() != nullptr) names.push_back({&kFleetKind, ""});
  return names;
}

Diagnostics provision_entries(const Registry& registry, const std::vector<EntryName>& names, const TakeFiles& take,
                              const Work& work) {
  const std::vector<std::string> vms = names_of_kind(names, kVmKind);
  const std::vector<std::string> networks = names_of_kind(names, kNetworkKind);
  for (const std::string& name : networks) registry.networks().get(Value::scalar(name), name);
  const std::vector<std::string> nodes = names_of_kind(names, kNodeKind);
  for (const std::string& name : nodes) registry.nodes().get(Value::scalar(name), name);
  Landscape landscape(registry, work);
  landscape.resolve_nodes();
  landscape.resolve_vms(with_others(vms, list_needed_vms(registry, !networks.empty(), !nodes.empty())),
                        [&](std::size_t index, const ResolvedVm& vm, Stopwatch& watch, const Diagnostics&) {
                          if (index < vms.size()) generate_vm(vm.configuration, take, watch);
                        });
  if (!networks.empty() || !nodes.empty()) {
    const std::set<std::string> wanted(networks.begin(), networks.end());
    landscape.resolve_networks(
        [&](std::size_t, const NetworkConfiguration& network, Stopwatch& watch, const Diagnostics&) {
          if (wanted.contains(network.name.value)) generate_network(network, take, watch);
        });
  }
  const std::set<std::string> wanted_nodes(nodes.begin(), nodes.end());
  landscape.use_nodes([&](std::size_t, const NodeConfiguration& node, Stopwatch& watch, const Diagnostics&) {
    if (wanted_nodes.contains(node.node.name.value)) generate_node(node, take, watch);
  });
  landscape.resolve_images(read_images(registry, names),
                           [&](std::size_t, const ResolvedImage& image, Stopwatch& watch, const Diagnostics&) {
                             generate_image(image.configuration, take, watch);
                           });
  provision_fleet(landscape, names, take);
  Diagnostics diagnostics = landscape.finish();
  append(diagnostics, find_taken_directories(registry, names));
  return raise_errors(std::move(diagnostics));
}

Diagnostics check_entries(const Registry& registry, const Work& work) {
  // Generating finds mistakes, too.
  const auto forget = [](const std::string&, const GeneratedFiles&) {};
  const std::vector<std::string> vms = registry.vms().names();
  std::vector<VmConfiguration> resolved_vms(vms.size());
  Landscape landscape(registry, work);
  landscape.resolve_nodes();
  landscape.resolve_vms(vms, [&](std::size_t index, const ResolvedVm& vm, Stopwatch& watch, Diagnostics& found) {
    append(found, find_warnings(vm));
    resolved_vms[index] = vm.configuration;
    generate_vm(vm.configuration, forget, watch);
  });
  landscape.resolve_networks(
      [&](std::size_t, const NetworkConfiguration& network, Stopwatch& watch, Diagnostics& found) {
        append(found, find_warnings(network));
        if (network.provisioner) generate_network(network, forget, watch);
      });
  landscape.use_nodes([&](std::size_t, const NodeConfiguration& node, Stopwatch& watch, const Diagnostics&) {
    if (node.provisioner) generate_node(node, forget, watch);
  });
  landscape.resolve_images(landscape.list_images(),
                           [&](std::size_t, const ResolvedImage& image, Stopwatch& watch, const Diagnostics&) {
                             generate_image(image.configuration, forget, watch);
                           });
  const std::vector<EntryName> names = list_provisioned(registry);
  provision_fleet(landscape, names, forget);
  Diagnostics diagnostics = landscape.finish();
  append(diagnostics, find_taken_directories(registry, names));
  std::erase_if(resolved_vms, [](const VmConfiguration& each) { return each.name.value.empty(); });
  append(diagnostics, find_warnings(registry, resolved_vms, landscape.nodes(), is_read_by_provisioners));
  return raise_errors(std::move(diagnostics));
}

}  // namespace vmp
