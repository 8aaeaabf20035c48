#include "provisioners/provision_entries.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "loader/configuration/claims/claims.h"
#include "loader/configuration/network/network_overlaps.h"
#include "loader/configuration/network/resolve_network.h"
#include "loader/configuration/vm/resolve_vm.h"
#include "loader/warnings/find_warnings.h"
#include "loader/work/parallel.h"
#include "provisioners/versions.h"

namespace vmp {

namespace {

// What there is to say of one entry, and what it claims.
struct Findings {
  Diagnostics diagnostics;
  Claims claims = {};
};

// Does something for each index, in parallel. What it raises is told with that of other entries.
template <typename Function>
std::vector<Findings> find_for_each(std::size_t count, const Work& work, const Function& function) {
  std::vector<Findings> all(count);
  run_in_parallel(count, work.threads, [&](std::size_t index) {
    Stopwatch watch(work.profile, Stage::kResolve);
    try {
      function(index, all[index], watch);
    } catch (const Error& error) {
      // Kept, so that the mistakes of all entries are shown at once.
      append(all[index].diagnostics, error.diagnostics());
    }
  });
  return all;
}

// Makes the provisioners of some entries of a registry, kind by kind.
class Provisioning {
 public:
  Provisioning(const Registry& registry, const Work& work) : registry_(registry), work_(work) {}

  // Gets what was resolved of a VM, before its files are generated.
  using SeeVm = std::function<void(std::size_t index, const ResolvedVm& vm, Diagnostics& found)>;

  void provision_vms(const std::vector<std::string>& names, const SeeVm& see, const TakeFiles& take) {
    const auto provision = [&](std::size_t index, Findings& findings, Stopwatch& watch) {
      ResolvedVm vm = resolve_vm(registry_, names[index], watch);
      findings.diagnostics = std::move(vm.warnings);
      findings.claims = list_claims(vm.configuration);
      watch.enter(Stage::kGenerate);
      see(index, vm, findings.diagnostics);
      const Text& provisioner = vm.configuration.provisioner;
      GeneratedFiles files = find_provisioner_version(provisioner, kVmKind).generate_vm(vm.configuration);
      watch.enter(Stage::kWrite);
      take(names[index], std::move(files));
    };
    add(find_for_each(names.size(), work_, provision));
  }

  // All networks of the registry, for they may stand in each other's way; `take` gets those that are wanted.
  void provision_networks(const std::vector<std::string>& wanted, const TakeFiles& take) {
    const std::vector<std::string> names = registry_.networks().names();
    std::vector<std::optional<NetworkConfiguration>> networks(names.size());
    const auto provision = [&](std::size_t index, Findings& findings, Stopwatch& watch) {
      ResolvedNetwork network = resolve_network(registry_, names[index], watch);
      findings.diagnostics = std::move(network.warnings);
      findings.claims = list_claims(network.configuration);
      networks[index] = std::move(network.configuration);
      watch.enter(Stage::kGenerate);
      if (std::ranges::find(wanted, names[index]) != wanted.end()) generate(*networks[index], take);
    };
    add(find_for_each(names.size(), work_, provision));
    std::vector<const NetworkConfiguration*> resolved;
    for (const auto& network : networks) {
      if (network) resolved.push_back(&*network);
    }
    append(diagnostics_, find_network_overlaps(resolved));
  }

  // What was found, with conflicts between entries and the mistakes that the registry keeps.
  Diagnostics finish() {
    append(diagnostics_, registry_.mistakes());
    append(diagnostics_, find_conflicts(claims_));
    return std::move(diagnostics_);
  }

 private:
  void add(std::vector<Findings> all) {
    for (Findings& each : all) {
      append(diagnostics_, each.diagnostics);
      claims_.push_back(std::move(each.claims));
    }
  }

  static void generate(const NetworkConfiguration& network, const TakeFiles& take) {
    if (!network.provisioner) {
      throw Error({.place = network.name.place,
                   .message = fmt::format("network \"{}\" has no \"provisioner\"", network.name.value),
                   .help = "It is only described: it has no directory."});
    }
    take(std::string(kNetworkKind.directory) + network.name.value,
         find_provisioner_version(*network.provisioner, kNetworkKind).generate_network(network));
  }

  const Registry& registry_;
  const Work& work_;
  std::vector<Claims> claims_;
  Diagnostics diagnostics_;
};

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

// A VM whose directory is that of a kind's entries.
Diagnostics find_taken_directories(const Registry& registry, const std::vector<EntryName>& names) {
  const bool has_networks =
      std::ranges::any_of(names, [](const EntryName& each) { return each.kind->word == kNetworkKind.word; });
  const Value* vm = registry.vms().find(kNetworkKind.section);
  if (!has_networks || vm == nullptr) return {};
  return {{.place = vm->find("name")->place(),
           .message = fmt::format("VM \"{0}\" would have the directory \"{0}\", in which those of networks are",
                                  kNetworkKind.section),
           .help = "Give the VM another name."}};
}

void ignore_vm(std::size_t, const ResolvedVm&, const Diagnostics&) {}

}  // namespace

std::vector<EntryName> list_provisioned(const Registry& registry) {
  std::vector<EntryName> names;
  for (const std::string& vm : registry.vms().names()) names.push_back({&kVmKind, vm});
  for (const Value& network : registry.networks().entries()) {
    const Inheritance inherited = registry.inheritance().inherited_by(network, kNetworkKind);
    const Value* own = network.find("provisioner");
    const Value* provisioner = own != nullptr ? own : inherited.merged.find("provisioner");
    if (provisioner != nullptr && !provisioner->is_null()) {
      names.push_back({&kNetworkKind, network.find("name")->text()});
    }
  }
  return names;
}

Diagnostics provision_entries(const Registry& registry, const std::vector<EntryName>& names, const TakeFiles& take,
                              const Work& work) {
  const std::vector<std::string> networks = names_of_kind(names, kNetworkKind);
  for (const std::string& name : networks) registry.networks().get(Value::scalar(name), name);
  Provisioning provisioning(registry, work);
  provisioning.provision_vms(names_of_kind(names, kVmKind), ignore_vm, take);
  if (!networks.empty()) provisioning.provision_networks(networks, take);
  Diagnostics diagnostics = provisioning.finish();
  append(diagnostics, find_taken_directories(registry, names));
  return raise_errors(std::move(diagnostics));
}

Diagnostics check_entries(const Registry& registry, const Work& work) {
  const std::vector<EntryName> names = list_provisioned(registry);
  const std::vector<std::string> vms = names_of_kind(names, kVmKind);
  std::vector<VmConfiguration> configurations(vms.size());
  const auto see = [&](std::size_t index, const ResolvedVm& vm, Diagnostics& found) {
    append(found, find_warnings(vm));
    configurations[index] = vm.configuration;
  };
  // Generating finds mistakes, too.
  const auto forget = [](const std::string&, const GeneratedFiles&) {};
  Provisioning provisioning(registry, work);
  provisioning.provision_vms(vms, see, forget);
  provisioning.provision_networks(names_of_kind(names, kNetworkKind), forget);
  Diagnostics diagnostics = provisioning.finish();
  append(diagnostics, find_taken_directories(registry, names));
  std::erase_if(configurations, [](const VmConfiguration& each) { return each.name.value.empty(); });
  append(diagnostics, find_warnings(registry, configurations, is_read_by_provisioners));
  return raise_errors(std::move(diagnostics));
}

}  // namespace vmp
