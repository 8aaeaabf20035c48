#include "provisioners/v1beta1/vm/makefile.h"

#include <optional>

#include "generator/make_text.h"
#include "generator/quoting.h"
#include "provisioners/libvirt/cloud_init_files.h"
#include "provisioners/libvirt/virt_install.h"
#include "provisioners/libvirt/vm_makefile.h"
#include "provisioners/v1beta1/shell/provision.h"
#include "provisioners/v1beta1/shell/secret_words.h"
#include "provisioners/v1beta1/spell_option.h"
#include "provisioners/v1beta1/vm/embedded_texts.h"
#include "provisioners/v1beta1/vm/interfaces.h"
#include "provisioners/v1beta1/vm/options.h"
#include "provisioners/v1beta1/vm/variables.h"

namespace vmp::v1beta1 {

namespace {

std::string write_domain(const VmConfiguration& configuration) {
  VmConfiguration complete = configuration;
  complete.domain.virt_install = complete_options(configuration);
  std::string section = libvirt::write_domain(complete, libvirt::make_virt_install(complete));
  if (configuration.fleet) section += libvirt::vm_line("--fleet", {encode_target_name(configuration.fleet->value)});
  return section;
}

// An image that is built has no URL; where it is not there, its directory is named.
std::string write_image(const VmConfiguration& configuration) {
  const std::optional<Text>& built_by = configuration.image.built_by;
  std::string section = libvirt::write_image(configuration);
  if (built_by) section += libvirt::vm_line("--built-by", {make_word(Text{"../" + built_by->value, built_by->place})});
  return section;
}

std::string write_seed(const VmConfiguration& configuration) {
  std::string section = libvirt::write_seed(configuration);
  if (!configuration.cloud_init) return section;
  if (const auto id = libvirt::find_instance_id(*configuration.cloud_init, configuration.name)) {
    section += libvirt::vm_line("--instance-id", {make_word(*id)});
  }
  return section;
}

std::string write_installation(const VmConfiguration& configuration) {
  const std::optional<Installation>& installation = configuration.installation;
  if (!installation) return "";
  std::string section = "\n# ---- Installation: what it needs to know; the answers are in install.d/ ----\n\n";
  for (const ImageWord& word : installation->words)
    section += libvirt::vm_line("--install", {spell_option(word.key), make_word(word.value)});
  return section;
}

std::string write_guest(const VmConfiguration& configuration) {
  std::string section =
      "\n# ---- Guest: each variable can be given for one run (make ssh V1BETA1_SSH_USER=root) ----\n\n";
  section += write_variables(configuration);
  if (configuration.ssh.host_key) section += libvirt::vm_line("--host-key", {make_word(*configuration.ssh.host_key)});
  if (configuration.ssh.password) {
    section += "# The password is in the file sshpass.\n" + libvirt::vm_line("--sshpass");
  }
  return section;
}

}  // namespace

std::string write_vm_makefile(const VmConfiguration& configuration, const std::vector<std::string>& paths) {
  const std::string data =
      libvirt::write_node(configuration) + write_domain(configuration) + write_interfaces(configuration) +
      libvirt::write_pools(configuration) + libvirt::write_volumes(configuration) + write_image(configuration) +
      write_installation(configuration) + write_seed(configuration) + write_secrets("VM", configuration.secrets) +
      write_provision(configuration) + write_guest(configuration);
  libvirt::refuse_long_data(configuration, data);
  return libvirt::write_head(configuration, paths, "v1beta1") + data + std::string(vm_targets());
}

}  // namespace vmp::v1beta1
