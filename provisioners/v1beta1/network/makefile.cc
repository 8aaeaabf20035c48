#include "provisioners/v1beta1/network/makefile.h"

#include <fmt/format.h>

#include <string_view>

#include "generator/make_text.h"
#include "generator/makefile_head.h"
#include "loader/configuration/identity.h"
#include "provisioners/libvirt/ssh.h"
#include "provisioners/v1beta1/network/embedded_texts.h"

namespace vmp::v1beta1 {

namespace {

std::string_view name_mode(NetworkMode mode) {
  switch (mode) {
    case NetworkMode::kNat:
      return "nat";
    case NetworkMode::kRoute:
      return "route";
    case NetworkMode::kOpen:
      return "open";
    case NetworkMode::kIsolated:
      return "isolated";
    case NetworkMode::kBridge:
      return "bridge";
    case NetworkMode::kMacvtap:
      return "macvtap";
    case NetworkMode::kOpenvswitch:
      break;
  }
  return "openvswitch";
}

std::string write_title(const NetworkConfiguration& configuration) {
  std::string title = fmt::format("Network \"{}\" on node \"{}\": {}", configuration.name.value,
                                  configuration.node.name.value, name_mode(configuration.mode));
  for (const NetworkAddress& address : configuration.addresses) title += ", " + to_string(address.prefix);
  return title;
}

std::string write_head(const NetworkConfiguration& configuration, const std::vector<std::string>& paths) {
  return write_makefile_head({"v1beta1", "network.xml is the definition, provisioner.sh has what the targets do",
                              write_title(configuration), configuration.description},
                             paths);
}

std::string write_node(const NetworkConfiguration& configuration) {
  std::string section = "\n# ---- Node ----\n\n";
  section += "export LIBVIRT_DEFAULT_URI = " + make_value(configuration.node.uri) + "\n";
  return section;
}

std::string write_network(const NetworkConfiguration& configuration) {
  const std::string& uri = configuration.node.uri.value;
  const std::string& name = configuration.name.value;
  std::string section = "\n# ---- Network: its name, node and UUID, and what is done with it as a whole ----\n\n";
  section +=
      fmt::format("NETWORK = --network {} {}\n", make_word(configuration.name), make_word(configuration.node.name));
  section += fmt::format("NETWORK += --uuid {}\n", libvirt::network_uuid(uri, name));
  section += "# Holds the guests' interfaces while the network restarts.\n";
  section += fmt::format("NETWORK += --parking {}\n", libvirt::parking_uuid(uri, name));
  if (configuration.autostart) section += "NETWORK += --autostart\n";
  if (configuration.deletion_policy == DeletionPolicy::kRetain) section += "NETWORK += --retain\n";
  if (const auto words = libvirt::node_ssh_words(configuration.node.uri); !words.empty()) {
    section += "# How ssh reaches the node, for \"make release\".\nNETWORK += --ssh";
    for (const std::string& word : words) section += " " + make_word(Text{word, configuration.node.uri.place});
    section += "\n";
  }
  return section;
}

}  // namespace

std::string write_network_makefile(const NetworkConfiguration& configuration, const std::vector<std::string>& paths) {
  return write_head(configuration, paths) + write_node(configuration) + write_network(configuration) +
         std::string(network_targets());
}

}  // namespace vmp::v1beta1
