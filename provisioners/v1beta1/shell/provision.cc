#include "provisioners/v1beta1/shell/provision.h"

#include <fmt/format.h>

#include <cstddef>

#include "provisioners/libvirt/vm_makefile.h"

namespace vmp::v1beta1 {

namespace {

// Names of steps need no quotes.
std::string name_folder(const VmConfiguration& configuration, std::size_t index) {
  const int digits = configuration.provision.size() > 99 ? 3 : 2;
  return fmt::format("{:0{}}-{}", index + 1, digits, configuration.provision[index].name.value);
}

std::string list_places(const ProvisionStep& step) {
  std::string lines;
  for (const PlacedFile& file : step.placed) lines += fmt::format("{} {} {}\n", file.mode, file.owner, file.path);
  return lines;
}

}  // namespace

std::string write_provision(const VmConfiguration& configuration) {
  if (configuration.provision.empty()) return "";
  std::string section =
      "\n# ---- Provision: step, where it runs, when, seconds it may take; files are in provision.d/ ----\n\n";
  for (std::size_t index = 0; index < configuration.provision.size(); ++index) {
    const ProvisionStep& step = configuration.provision[index];
    section += libvirt::vm_line("--provision", {name_folder(configuration, index), step.is_on_host ? "host" : "guest",
                                                step.when, std::to_string(step.timeout_seconds)});
  }
  return section;
}

GeneratedFiles write_provision_files(const VmConfiguration& configuration) {
  GeneratedFiles files;
  for (std::size_t index = 0; index < configuration.provision.size(); ++index) {
    const ProvisionStep& step = configuration.provision[index];
    const std::string folder = "provision.d/" + name_folder(configuration, index) + "/";
    for (const AuthorFile& file : step.files) {
      files[folder + file.path] = {.text = file.content,
                                   .access = file.is_executable ? Access::kExecutable : Access::kPublic};
    }
    if (!step.placed.empty()) files[folder + "places"] = {.text = list_places(step)};
  }
  return files;
}

}  // namespace vmp::v1beta1
