#include "provisioners/v1alpha1/makefile.h"

#include <fmt/format.h>

#include <optional>

#include "generator/make_text.h"
#include "provisioners/libvirt/virt_install.h"
#include "provisioners/libvirt/vm_makefile.h"
#include "provisioners/v1alpha1/embedded_texts.h"
#include "provisioners/v1alpha1/variables.h"

namespace vmp::v1alpha1 {

namespace {

std::string write_guest(const VmConfiguration& configuration) {
  std::string section =
      "\n# ---- Guest: each variable can be given for one run (make ssh V1ALPHA1_SSH_USER=root) ----\n\n";
  section += write_variables(configuration);
  if (configuration.ssh.password) {
    section += "# The password is in the file sshpass.\n" + libvirt::vm_line("--sshpass");
  }
  return section;
}

// Before an image is built by its own directory, there is nothing to bring up.
std::string write_need_of_image(const VmConfiguration& configuration) {
  const std::optional<Text>& built_by = configuration.image.built_by;
  if (!built_by) return "";
  const Text message = {fmt::format("{}: error: the image {} is not built: make -C ../{} build",
                                    configuration.name.value, configuration.image.path.value, built_by->value),
                        built_by->place};
  return "\n# ---- The image is built by another directory ----\n\nup build: built-image\n.PHONY: built-image\n"
         "built-image:\n\t@makefile=\"$${MAKEFILE_PATH# }\"; cd \"./$${makefile%Makefile}\" && " +
         fmt::format("test -s {} || {{ printf '%s\\n' {} >&2; exit 1; }}\n", make_word(configuration.image.path),
                     make_word(message));
}

}  // namespace

std::string write_makefile(const VmConfiguration& configuration, const std::vector<std::string>& paths) {
  const std::string data = libvirt::write_node(configuration) +
                           libvirt::write_domain(configuration, libvirt::make_virt_install(configuration)) +
                           libvirt::write_pools(configuration) + libvirt::write_volumes(configuration) +
                           libvirt::write_image(configuration) + libvirt::write_seed(configuration) +
                           write_guest(configuration);
  libvirt::refuse_long_data(configuration, data);
  return libvirt::write_head(configuration, paths, "v1alpha1") + data + std::string(makefile_targets()) +
         write_need_of_image(configuration);
}

}  // namespace vmp::v1alpha1
