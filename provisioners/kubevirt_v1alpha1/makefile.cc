#include "provisioners/kubevirt_v1alpha1/makefile.h"

#include <fmt/format.h>

#include <string_view>

#include "generator/make_text.h"
#include "generator/makefile_head.h"
#include "provisioners/kubevirt_v1alpha1/embedded_texts.h"
#include "provisioners/kubevirt_v1alpha1/manifests.h"
#include "provisioners/kubevirt_v1alpha1/seed.h"
#include "provisioners/kubevirt_v1alpha1/variables.h"
#include "provisioners/libvirt/vm_makefile.h"
#include "provisioners/v1beta1/shell/provision.h"
#include "provisioners/v1beta1/shell/secret_words.h"

namespace vmp::kubevirt_v1alpha1 {

namespace {

using libvirt::vm_line;

std::string write_head(const VmConfiguration& configuration, const std::vector<std::string>& paths) {
  const Image& image = configuration.image;
  const std::string made_of =
      configuration.has_image() ? fmt::format(", image \"{}:{}\"", image.name.value, image.tag.value) : "";
  const std::string title =
      fmt::format("VM \"{}\" on node \"{}\"{}", configuration.name.value, configuration.node.name.value, made_of);
  return write_makefile_head({"kubevirt-v1alpha1", "kubevirt.sh has what they do", title, configuration.description},
                             paths);
}

std::string write_cluster(const VmConfiguration& configuration) {
  const Cluster& cluster = *configuration.node.cluster;
  std::string section = "\n# ---- Cluster: context of the kubeconfig, namespace ----\n\n";
  section += "VM = --vm " + make_word(configuration.name) + " " + make_word(configuration.node.name) + "\n";
  return section + vm_line("--cluster", {make_word(cluster.context), make_word(cluster.name_space)});
}

std::string write_objects(const VmConfiguration& configuration) {
  std::string section = "\n# ---- Objects: what the manifests have; the Secret is made of the files in seed.d ----\n\n";
  section += vm_line("--uuid", {make_word(Text{find_uuid(configuration), configuration.name.place})});
  const Value* strategy = configuration.kubevirt->virtual_machine.find("runStrategy");
  if (strategy != nullptr) section += vm_line("--run-strategy", {make_word(Text{strategy->text(), strategy->place()})});
  for (const DataVolume& volume : configuration.kubevirt->data_volumes) {
    const bool is_own = volume.deletion_policy == DeletionPolicy::kDelete;
    section += vm_line("--data-volume", {make_word(volume.name), is_own ? "Delete" : "Retain"});
  }
  for (const std::string& file : list_seed_files(configuration))
    section += vm_line("--seed-key", {std::string(find_seed_key(file)), "seed.d/" + file});
  return section;
}

std::string write_guest(const VmConfiguration& configuration) {
  std::string section =
      "\n# ---- Guest: each variable can be given for one run (make ssh KUBEVIRT_V1ALPHA1_SSH_USER=root) ----\n\n";
  section += write_variables(configuration);
  if (configuration.ssh.password) {
    section += "# The password is in the file sshpass.\n" + vm_line("--sshpass");
  }
  return section;
}

}  // namespace

std::string write_vm_makefile(const VmConfiguration& configuration, const std::vector<std::string>& paths) {
  const std::string data = write_cluster(configuration) + write_objects(configuration) +
                           v1beta1::write_secrets("VM", configuration.secrets) +
                           v1beta1::write_provision(configuration) + write_guest(configuration);
  libvirt::refuse_long_data(configuration, data);
  return write_head(configuration, paths) + data + std::string(vm_targets());
}

}  // namespace vmp::kubevirt_v1alpha1
