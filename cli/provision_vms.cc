#include "cli/provision_vms.h"

#include <optional>
#include <utility>
#include <vector>

#include "loader/configuration/conflicts.h"
#include "loader/configuration/resolve.h"
#include "loader/warnings/find_warnings.h"
#include "loader/work/parallel.h"
#include "provisioners/versions.h"

namespace vmp {

namespace {

// The most of a configuration, once the files have it: no other VM's is compared with it.
void forget_data(Configuration& configuration) {
  if (!configuration.cloud_init) return;
  CloudInit& data = *configuration.cloud_init;
  for (std::optional<Value>* each : {&data.meta_data, &data.user_data, &data.vendor_data, &data.network_config}) {
    each->reset();
  }
}

// Returns what there is to say of the VM. The configuration stays empty if it is wrong.
Diagnostics provision_vm(const Registry& registry, const std::string& name, Purpose purpose, Profile* profile,
                         Configuration& configuration, GeneratedFiles& files) {
  Diagnostics diagnostics;
  Stopwatch watch(profile, Stage::kResolve);
  try {
    ResolvedVm vm = resolve_vm(registry, name, watch);
    diagnostics = std::move(vm.warnings);
    if (purpose == Purpose::kCheck) append(diagnostics, find_warnings(vm));
    configuration = std::move(vm.configuration);
    watch.enter(Stage::kGenerate);
    files = find_provisioner_version(configuration.provisioner).generate(configuration);
    // Generating finds mistakes, too; those files are not wanted, and a registry may have many VMs.
    if (purpose == Purpose::kCheck) files.clear();
    if (purpose == Purpose::kWrite) forget_data(configuration);
  } catch (const Error& error) {
    // Kept, so that the mistakes of all VMs are shown at once.
    append(diagnostics, error.diagnostics());
  }
  return diagnostics;
}

bool is_empty(const Configuration& configuration) {
  return configuration.name.value.empty();
}

}  // namespace

Provisioners provision_vms(const Registry& registry, const std::vector<std::string>& names, Purpose purpose,
                           const Work& work) {
  Provisioners provisioners;
  std::vector<Configuration>& configurations = provisioners.configurations;
  configurations.resize(names.size());
  provisioners.files.resize(names.size());
  std::vector<Diagnostics> of_vms(names.size());
  run_in_parallel(names.size(), work.threads, [&](std::size_t index) {
    of_vms[index] =
        provision_vm(registry, names[index], purpose, work.profile, configurations[index], provisioners.files[index]);
  });
  const Stopwatch watch(work.profile, Stage::kGenerate);
  Diagnostics diagnostics = registry.mistakes();
  for (const Diagnostics& each : of_vms) append(diagnostics, each);
  std::erase_if(configurations, is_empty);
  append(diagnostics, find_conflicts(configurations));
  if (purpose == Purpose::kCheck) {
    append(diagnostics, find_warnings(registry, configurations, is_read_by_provisioners));
  }
  sort_and_unique(diagnostics);
  throw_if_errors(diagnostics);
  provisioners.warnings = std::move(diagnostics);
  return provisioners;
}

}  // namespace vmp
