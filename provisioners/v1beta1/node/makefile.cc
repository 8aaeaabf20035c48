#include "provisioners/v1beta1/node/makefile.h"

#include <fmt/format.h>

#include <string_view>

#include "generator/make_text.h"
#include "generator/makefile_head.h"
#include "generator/quoting.h"
#include "loader/configuration/identity.h"
#include "provisioners/libvirt/ssh.h"
#include "provisioners/v1beta1/node/embedded_texts.h"

namespace vmp::v1beta1 {

namespace {

std::string write_head(const NodeConfiguration& configuration, const std::vector<std::string>& paths) {
  return write_makefile_head({"v1beta1", "pools/ has the definitions of its pools, provisioner.sh what the targets do",
                              fmt::format("Node \"{}\"", configuration.node.name.value), configuration.description},
                             paths);
}

std::string write_node(const NodeConfiguration& configuration) {
  std::string section = "\n# ---- Node ----\n\n";
  section += "export LIBVIRT_DEFAULT_URI = " + make_value(configuration.node.uri) + "\n";
  section += fmt::format("NODE = --node {}\n", make_word(configuration.node.name));
  if (configuration.fleet) {
    section += fmt::format("NODE += --fleet {}\n", make_word(encode_target_name(configuration.fleet->value)));
  }
  return section;
}

std::string write_pools(const NodeConfiguration& configuration) {
  if (configuration.pools.empty()) return "";
  std::string section =
      "\n# ---- Pools: name, UUID, kind, deletion policy; whether it starts with the node, may be built ----\n\n";
  for (const NodePool& pool : configuration.pools) {
    std::string options;
    if (pool.autostart) options = "autostart";
    if (pool.build) options += options.empty() ? "build" : " build";
    section += fmt::format("NODE += --pool {} {} {} {} {}\n", make_word(pool.name),
                           libvirt::pool_uuid(configuration.node.uri.value, pool.name.value), name_of_kind(pool),
                           pool.deletion_policy == DeletionPolicy::kRetain ? "Retain" : "Delete", make_word(options));
  }
  return section;
}

std::string write_secret(const NodePool& pool) {
  const auto write = [](std::string_view type, const std::optional<PoolLogin>& login) {
    return login ? fmt::format("NODE += --secret {} {}\n", type, make_word(login->secret_usage)) : "";
  };
  if (const auto* iscsi = std::get_if<IscsiPool>(&pool.kind)) return write("iscsi", iscsi->login);
  if (const auto* rbd = std::get_if<RbdPool>(&pool.kind)) return write("ceph", rbd->login);
  return "";
}

std::string write_requirements(const NodeConfiguration& configuration) {
  const NodeRequirements& demanded = configuration.requirements;
  std::string section;
  const auto add = [&](std::string_view key, const std::optional<Text>& text) {
    if (text) section += fmt::format("NODE += --requires {} {}\n", key, make_word(*text));
  };
  add("libvirt", demanded.libvirt);
  add("qemu", demanded.qemu);
  add("virtType", demanded.virt_type);
  add("machine", demanded.machine);
  add("firmware", demanded.firmware);
  if (demanded.memory) section += fmt::format("NODE += --requires memory {}\n", *demanded.memory);
  for (const Text& device : demanded.devices) {
    section += fmt::format("NODE += --device {} requires.devices\n", make_word(device));
  }
  for (const NodeNetwork& network : configuration.networks) {
    for (const std::string& device : network.devices) {
      section += fmt::format("NODE += --device {} networks/{}\n", make_word(device), network.name);
    }
  }
  for (const NodePool& pool : configuration.pools) section += write_secret(pool);
  return section.empty() ? "" : "\n# ---- What \"make check\" demands ----\n\n" + section;
}

std::string write_ssh(const NodeConfiguration& configuration) {
  const auto words = libvirt::node_ssh_words(configuration.node.uri);
  if (words.empty()) return "";
  std::string section = "\n# How ssh reaches the node, for \"make check\".\nNODE += --ssh";
  for (const std::string& word : words) section += " " + make_word(Text{word, configuration.node.uri.place});
  return section + "\n";
}

}  // namespace

std::string write_node_makefile(const NodeConfiguration& configuration, const std::vector<std::string>& paths) {
  return write_head(configuration, paths) + write_node(configuration) + write_pools(configuration) +
         write_requirements(configuration) + write_ssh(configuration) + std::string(node_targets());
}

}  // namespace vmp::v1beta1
