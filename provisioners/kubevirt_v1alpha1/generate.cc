#include "provisioners/kubevirt_v1alpha1/generate.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "generator/make_text.h"
#include "generator/ownership.h"
#include "provisioners/kubevirt_v1alpha1/embedded_texts.h"
#include "provisioners/kubevirt_v1alpha1/makefile.h"
#include "provisioners/kubevirt_v1alpha1/manifests.h"
#include "provisioners/kubevirt_v1alpha1/seed.h"
#include "provisioners/libvirt/cloud_init_files.h"
#include "provisioners/v1beta1/shell/provision.h"

namespace vmp::kubevirt_v1alpha1 {

namespace {

GeneratedFiles write_seed_files(const VmConfiguration& configuration) {
  GeneratedFiles files;
  if (!configuration.cloud_init) return files;
  const bool has_secrets = !configuration.secrets.empty();
  for (libvirt::CloudInitFile& file :
       libvirt::write_cloud_init_files(*configuration.cloud_init, configuration.name, has_secrets)) {
    if (find_seed_key(file.name).empty()) continue;
    // They hold passwords more often than not.
    files["seed.d/" + file.name] = {.text = std::move(file.text), .access = Access::kPrivate};
  }
  return files;
}

}  // namespace

GeneratedFiles generate_vm(const VmConfiguration& configuration) {
  GeneratedFiles neighbours = write_manifests(configuration);
  neighbours.merge(write_seed_files(configuration));
  neighbours.merge(v1beta1::write_provision_files(configuration));
  if (const auto& password = configuration.ssh.password) {
    refuse_control_characters(*password);
    neighbours["sshpass"] = {.text = password->value, .access = Access::kPrivate};
  }
  for (const Script& script : vm_scripts(configuration))
    neighbours[std::string(script.name)] = {.constant = script.text};
  neighbours[".gitignore"] = {.text = std::string(kMarkOfSharedFile) +
                                      " (provisioner kubevirt-v1alpha1): what make writes here. Without this line, the "
                                      "file is yours.\n/known_hosts\n/logs/\n"};
  std::vector<std::string> paths = {"Makefile"};
  for (const auto& [path, file] : neighbours) paths.push_back(path);

  const std::string directory = configuration.name.value + "/";
  GeneratedFiles files;
  files[directory + "Makefile"] = {.text = write_vm_makefile(configuration, paths)};
  for (auto& [path, file] : neighbours) files[directory + path] = std::move(file);
  return files;
}

}  // namespace vmp::kubevirt_v1alpha1
