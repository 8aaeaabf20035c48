// From the bytes of a source to all that vmp makes of its VMs: configurations, explanations, generated files.
#include <algorithm>
#include <utility>

#include "generator/generated_path.h"
#include "generator/manifest.h"
#include "loader/configuration/claims/claims.h"
#include "loader/configuration/configuration_document.h"
#include "loader/configuration/explanation.h"
#include "loader/configuration/vm/resolve_vm.h"
#include "loader/document/write_yaml.h"
#include "loader/warnings/find_warnings.h"
#include "provisioners/versions.h"
#include "test/fuzz/target.h"

namespace vmp::fuzz {

namespace {

void check_explanations(const Registry& registry, const ResolvedVm& vm) {
  const std::vector<Explanation> all = explain(explain_vm(registry, vm), "");
  for (const Explanation& each : all) {
    for (const Setting& setting : each.settings) examine(setting.value.place());
    for (const UsedVariable& variable : each.variables) {
      require(vm.configuration.variables.contains(variable.name), "an explanation uses variables that there are");
    }
  }
  for (const Explanation* each : {&all.front(), &all.back()}) {
    const std::vector<Explanation> found = explain(explain_vm(registry, vm), each->path);
    require(std::ranges::count(found, each->path, &Explanation::path) > 0, "a path that is shown can be asked for");
  }
}

void check_files(const VmConfiguration& configuration) {
  const GeneratedFiles files = find_provisioner_version(configuration.provisioner, kVmKind).generate_vm(configuration);
  const std::string directory = configuration.name.value + "/";
  const auto makefile = files.find(directory + "Makefile");
  require(makefile != files.end(), "every VM has a Makefile");
  std::vector<std::string> paths;
  for (const auto& [path, file] : files) {
    require(is_generated_path(path) && path.starts_with(directory), "files stay in the VM's directory");
    require(file.text.find('\0') == std::string::npos, "files are texts");
    paths.push_back(path.substr(directory.size()));
  }
  std::vector<std::string> listed = read_manifest(makefile->second.text);
  std::ranges::sort(listed);
  std::ranges::sort(paths);
  require(listed == paths, "the manifest names every file");
}

// The documents that a registry was read from, each as a source of its own.
std::vector<std::shared_ptr<const SourceFile>> split(const Registry& registry) {
  std::vector<std::shared_ptr<const SourceFile>> sources;
  for (const Value& document : registry.documents()) sources.push_back(as_source(write_yaml(document)));
  return sources;
}

// What a VM resolves to, if it is valid.
std::vector<VmConfiguration> check_vm(const Registry& registry, const std::string& name, const Registry* other) {
  try {
    const ResolvedVm vm = resolve_vm(registry, name);
    examine(vm.warnings);
    examine(find_warnings(vm));
    require_round_trip(describe_configuration(vm));
    require(vm.configuration.name.value == name, "a VM has its own name");
    check_explanations(registry, vm);
    check_files(vm.configuration);
    if (other != nullptr) {
      require(write_yaml(describe_configuration(resolve_vm(*other, name))) == write_yaml(describe_configuration(vm)),
              "a VM is the same from one source or several, however it is written");
    }
    return {vm.configuration};
  } catch (const Error& error) {
    examine(error.diagnostics());
    return {};
  }
}

}  // namespace

void check(const std::string& input) {
  // VMs that need no entry with a mistake resolve all the same.
  const Registry registry({as_source(input)}, Mistakes::kKeep);
  examine(registry.mistakes());
  std::unique_ptr<const Registry> other;
  if (std::ranges::none_of(registry.documents(), has_raw)) {
    other = std::make_unique<const Registry>(split(registry), Mistakes::kKeep);
  }
  std::vector<VmConfiguration> configurations;
  std::vector<Claims> claims;
  for (const std::string& name : registry.vms().names()) {
    for (VmConfiguration& valid : check_vm(registry, name, other.get())) {
      claims.push_back(list_claims(valid));
      configurations.push_back(std::move(valid));
    }
  }
  examine(find_conflicts(claims));
  examine(find_warnings(registry, configurations, {}, is_read_by_provisioners));
}

}  // namespace vmp::fuzz
