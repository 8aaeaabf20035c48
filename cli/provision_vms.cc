#include "cli/provision_vms.h"

#include <optional>
#include <utility>

#include "loader/configuration/conflicts.h"
#include "loader/configuration/resolve.h"
#include "loader/warnings/find_warnings.h"
#include "loader/work/parallel.h"
#include "provisioners/versions.h"

namespace vmp {

namespace {

// What became of one VM: a configuration and files, or mistakes.
struct Result {
  std::optional<Configuration> configuration;
  GeneratedFiles files;
  Diagnostics diagnostics;
};

// The most of a configuration, once the files have it: no other VM's is compared with it.
void forget_data(Configuration& configuration) {
  if (!configuration.cloud_init) return;
  CloudInit& data = *configuration.cloud_init;
  for (std::optional<Value>* each : {&data.meta_data, &data.user_data, &data.vendor_data, &data.network_config}) {
    each->reset();
  }
}

Result provision_vm(const Registry& registry, const std::string& name, Purpose purpose, Profile* profile) {
  Result result;
  Stopwatch watch(profile, Stage::kResolve);
  try {
    ResolvedVm vm = resolve_vm(registry, name, watch);
    result.diagnostics = std::move(vm.warnings);
    if (purpose == Purpose::kCheck) append(result.diagnostics, find_warnings(vm));
    result.configuration = std::move(vm.configuration);
    watch.enter(Stage::kGenerate);
    result.files = find_provisioner_version(result.configuration->provisioner).generate(*result.configuration);
    // Generating finds mistakes, too; those files are not wanted, and a registry may have many VMs.
    if (purpose == Purpose::kCheck) result.files.clear();
    if (purpose == Purpose::kWrite) forget_data(*result.configuration);
  } catch (const Error& error) {
    // Kept, so that the mistakes of all VMs are shown at once.
    append(result.diagnostics, error.diagnostics());
  }
  return result;
}

}  // namespace

Provisioners provision_vms(const Registry& registry, const std::vector<std::string>& names, Purpose purpose,
                           const Work& work) {
  std::vector<Result> results(names.size());
  run_in_parallel(names.size(), work.threads, [&](std::size_t index) {
    results[index] = provision_vm(registry, names[index], purpose, work.profile);
  });
  const Stopwatch watch(work.profile, Stage::kGenerate);
  Provisioners provisioners;
  Diagnostics diagnostics = registry.mistakes();
  std::vector<Configuration>& configurations = provisioners.configurations;
  for (Result& result : results) {
    append(diagnostics, result.diagnostics);
    if (result.configuration) configurations.push_back(std::move(*result.configuration));
    provisioners.files.merge(result.files);
  }
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
