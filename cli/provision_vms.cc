#include "cli/provision_vms.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <thread>
#include <utility>

#include "cli/parallel.h"
#include "loader/configuration/conflicts.h"
#include "loader/configuration/resolve.h"
#include "loader/warnings/find_warnings.h"
#include "provisioners/versions.h"

namespace vmp {

namespace {

// What became of one VM: a configuration and files, or mistakes.
struct Result {
  std::optional<Configuration> configuration;
  GeneratedFiles files;
  Diagnostics diagnostics;
};

std::size_t choose_threads(const Arguments& arguments) {
  constexpr std::size_t kMost = 256;
  const std::string text = arguments.value("--jobs", "");
  if (text.empty()) return std::max(1U, std::thread::hardware_concurrency());
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && number >= 1 && number <= kMost) return number;
  throw Error(Failure::kUsage, fmt::format("option \"--jobs\" does not take \"{}\"", text),
              fmt::format("It takes a number from 1 to {}.", kMost));
}

Result provision_vm(const Registry& registry, const std::string& name, Purpose purpose) {
  Result result;
  try {
    ResolvedVm vm = resolve_vm(registry, name);
    result.diagnostics = std::move(vm.warnings);
    if (purpose == Purpose::kCheck) append(result.diagnostics, find_warnings(vm));
    result.configuration = std::move(vm.configuration);
    result.files = find_provisioner_version(result.configuration->provisioner).generate(*result.configuration);
    // Generating finds mistakes, too; those files are not wanted, and a registry may have many VMs.
    if (purpose == Purpose::kCheck) result.files.clear();
  } catch (const Error& error) {
    // Kept, so that the mistakes of all VMs are shown at once.
    append(result.diagnostics, error.diagnostics());
  }
  return result;
}

}  // namespace

Provisioners provision_vms(const Registry& registry, const std::vector<std::string>& names, const Arguments& arguments,
                           Purpose purpose) {
  std::vector<Result> results(names.size());
  run_in_parallel(names.size(), choose_threads(arguments),
                  [&](std::size_t index) { results[index] = provision_vm(registry, names[index], purpose); });
  Provisioners provisioners;
  Diagnostics diagnostics = registry.mistakes();
  std::vector<Configuration> configurations;
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
