#include "cli/provision_vms.h"

#include <utility>

#include "loader/configuration/claims/claims.h"
#include "loader/configuration/vm/resolve_vm.h"
#include "loader/warnings/find_warnings.h"
#include "loader/work/parallel.h"
#include "provisioners/versions.h"

namespace vmp {

namespace {

// Generates the provisioner of the VM of an index. What it finds and what it raises are told with that of other VMs.
// The watch is in Stage::kGenerate.
using Generate = std::function<void(std::size_t index, ResolvedVm& vm, Diagnostics& found, Stopwatch& watch)>;

GeneratedFiles generate_files(const VmConfiguration& vm) {
  return find_provisioner_version(vm.provisioner).generate_vm(vm);
}

// Returns what there is to say of the VMs and of conflicts between them, with the mistakes that the registry keeps.
Diagnostics resolve_all(const Registry& registry, const std::vector<std::string>& names, const Generate& generate,
                        const Work& work) {
  std::vector<Diagnostics> of_vms(names.size());
  std::vector<Claims> claims(names.size());
  run_in_parallel(names.size(), work.threads, [&](std::size_t index) {
    Stopwatch watch(work.profile, Stage::kResolve);
    try {
      ResolvedVm vm = resolve_vm(registry, names[index], watch);
      of_vms[index] = std::move(vm.warnings);
      claims[index] = list_claims(vm.configuration);
      watch.enter(Stage::kGenerate);
      generate(index, vm, of_vms[index], watch);
    } catch (const Error& error) {
      // Kept, so that the mistakes of all VMs are shown at once.
      append(of_vms[index], error.diagnostics());
    }
  });
  const Stopwatch watch(work.profile, Stage::kGenerate);
  Diagnostics diagnostics = registry.mistakes();
  for (const Diagnostics& each : of_vms) append(diagnostics, each);
  append(diagnostics, find_conflicts(claims));
  return diagnostics;
}

Diagnostics finish(Diagnostics diagnostics) {
  sort_and_unique(diagnostics);
  throw_if_errors(diagnostics);
  return diagnostics;
}

}  // namespace

Diagnostics provision_vms(const Registry& registry, const std::vector<std::string>& names, const TakeFiles& take,
                          const Work& work) {
  const auto generate = [&](std::size_t, const ResolvedVm& vm, const Diagnostics&, Stopwatch& watch) {
    GeneratedFiles files = generate_files(vm.configuration);
    watch.enter(Stage::kWrite);
    take(std::move(files));
  };
  return finish(resolve_all(registry, names, generate, work));
}

Diagnostics check_vms(const Registry& registry, const Work& work) {
  const std::vector<std::string> names = registry.vms().names();
  std::vector<VmConfiguration> configurations(names.size());
  const auto generate = [&](std::size_t index, ResolvedVm& vm, Diagnostics& found, const Stopwatch&) {
    append(found, find_warnings(vm));
    configurations[index] = std::move(vm.configuration);
    // Generating finds mistakes, too.
    const GeneratedFiles unwanted = generate_files(configurations[index]);
  };
  Diagnostics diagnostics = resolve_all(registry, names, generate, work);
  std::erase_if(configurations, [](const VmConfiguration& each) { return each.name.value.empty(); });
  append(diagnostics, find_warnings(registry, configurations, is_read_by_provisioners));
  return finish(std::move(diagnostics));
}

}  // namespace vmp
