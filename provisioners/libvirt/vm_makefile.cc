#include "provisioners/libvirt/vm_makefile.h"

#include <fmt/format.h>

#include <variant>

#include "generator/make_text.h"
#include "generator/makefile_head.h"
#include "generator/quoting.h"
#include "provisioners/libvirt/cloud_init_files.h"
#include "provisioners/libvirt/ssh.h"

namespace vmp::libvirt {

namespace {

std::string policy_word(DeletionPolicy policy) {
  return policy == DeletionPolicy::kDelete ? "Delete" : "Retain";
}

// POOL/NAME, as virt-install's "vol=" has it.
Text volume_reference(const Text& pool, const Text& name) {
  return {.value = pool.value + "/" + name.value, .place = name.place};
}

std::string write_volume(const Volume& volume) {
  std::string line = vm_line("--volume", {make_word(volume_reference(volume.pool_name, volume.name)),
                                          make_word(volume.format), policy_word(volume.deletion_policy)});
  line.pop_back();
  if (volume.capacity) line += " --capacity " + make_word(*volume.capacity);
  if (const auto* backing = std::get_if<BackingVolume>(&volume.source)) {
    line += " --backing " + make_word(volume_reference(backing->pool_name, backing->name)) + " " +
            make_word(backing->format);
  }
  if (const auto* upload = std::get_if<UploadFile>(&volume.source)) line += " --upload " + make_word(upload->path);
  return line + "\n";
}

}  // namespace

std::string vm_line(std::string_view option, std::initializer_list<std::string> words) {
  return fmt::format("VM += {}{}{}\n", option, words.size() == 0 ? "" : " ", fmt::join(words, " "));
}

std::string write_head(const VmConfiguration& configuration, const std::vector<std::string>& paths,
                       std::string_view version) {
  const std::string made_of = configuration.has_image() ? fmt::format("image \"{}:{}\"", configuration.image.name.value,
                                                                      configuration.image.tag.value)
                                                        : "installed";
  const std::string title =
      fmt::format("VM \"{}\" on node \"{}\", {}", configuration.name.value, configuration.node.name.value, made_of);
  return write_makefile_head({version, "provisioner.sh has what they do", title, configuration.description}, paths);
}

std::string write_node(const VmConfiguration& configuration) {
  // The scripts work out the jump host of the URI in use; what is wrong with the registry's is told here.
  const Text& uri = configuration.node.uri;
  refuse_control_characters({.value = proxy_command(uri), .place = uri.place});
  std::string section = "\n# ---- Node ----\n\n";
  section += "export LIBVIRT_DEFAULT_URI = " + make_value(uri) + "\n";
  return section;
}

std::string write_domain(const VmConfiguration& configuration, const VirtInstall& virt_install) {
  const Text domain = configuration.domain.name;
  std::string section = "\n# ---- Domain: its name and UUID, then the arguments of virt-install ----\n\n";
  section += "VM = --vm " + make_word(configuration.name) + " " + make_word(configuration.node.name) + "\n";
  section += vm_line("--domain", {make_word(domain), virt_install.uuid});
  for (const Text& argument : virt_install.arguments) section += vm_line("--virt-install", {make_word(argument)});
  if (virt_install.autostart) section += vm_line("--autostart");
  if (virt_install.transient) section += vm_line("--transient");
  return section;
}

std::string write_pools(const VmConfiguration& configuration) {
  std::string section = "\n# ---- Pools: name, directory, deletion policy ----\n\nPOOLS =\n";
  for (const Pool& pool : configuration.pools) {
    section += vm_line("--pool", {make_word(pool.name), make_word(pool.path), policy_word(pool.deletion_policy)});
    section += fmt::format("POOLS += {}\n", encode_target_name(pool.name.value));
  }
  return section;
}

std::string write_volumes(const VmConfiguration& configuration) {
  std::string section = "\n# ---- Volumes: pool and name, format, deletion policy, size, origin ----\n\nVOLUMES =\n";
  for (const Volume& volume : configuration.volumes) {
    section += write_volume(volume);
    section += fmt::format("VOLUMES += {}/{}\n", encode_target_name(volume.pool_name.value),
                           encode_target_name(volume.name.value));
  }
  return section;
}

std::string write_image(const VmConfiguration& configuration) {
  if (!configuration.has_image()) return "";
  const Image& image = configuration.image;
  std::string section = "\n# ---- Image: file, URL ----\n\n";
  section += vm_line("--image", {make_word(image.path), make_word(image.url)});
  if (image.archive) {
    section += vm_line("--archive", {make_word(image.archive->type), make_word(image.archive->path.value_or(Text{}))});
  }
  if (image.checksum && image.checksum->digest) {
    section += vm_line("--checksum", {make_word(image.checksum->algorithm), make_word(*image.checksum->digest)});
  } else if (image.checksum && image.checksum->url) {
    section += vm_line("--checksum-list", {make_word(image.checksum->algorithm), make_word(*image.checksum->url)});
  }
  return section;
}

std::string write_seed(const VmConfiguration& configuration) {
  if (!configuration.cloud_init) return "";
  const CloudInit& cloud_init = *configuration.cloud_init;
  std::string section = "\n# ---- cloud-init: the seed ISO, made of the files in its .d directory ----\n\n";
  section += vm_line("--seed", {make_word(cloud_init.seed_path)});
  for (const std::string& name : name_cloud_init_files(cloud_init)) section += vm_line("--seed-file", {name});
  return section;
}

void refuse_long_data(const VmConfiguration& configuration, std::string_view data) {
  refuse_long_recipe(fmt::format("VM \"{}\"", configuration.name.value), data, configuration.name.place,
                     "Long texts belong into cloud-init's data, which are files.");
}

}  // namespace vmp::libvirt
