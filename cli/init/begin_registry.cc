#include "cli/init/begin_registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/catalog/catalog.h"
#include "generator/quoting.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/json_string.h"
#include "loader/registry/registry.h"
#include "provisioners/libvirt/libvirt_uri.h"
#include "provisioners/provision_entries.h"

namespace vmp {

namespace {

constexpr std::string_view kHead =
    R"(# Virtual machines, as `vmp init` began them. The file is yours: change what you like.
#
#     export VMP_REGISTRY={file}
#     vmp check                               # is it right?
#     vmp gen                                 # writes first/, a directory with a Makefile
#     make -C first up wait-for-ready ssh     # makes the VM, and logs in
#     make -C first down                      # removes it
#
# `vmp help` and `man vmp-registry` have all that may stand here. A text may use variables: {{VM_NAME}}.

# The machines that VMs run on: each has a libvirt.
nodes:
  - name: {node}
    libvirt: {{connection: {{uri: {uri}}}}}
    vars:
{variables})";

constexpr std::string_view kTemplate = R"(
# What VMs have in common. A VM says only what it has of its own, or otherwise.
templates:
  - name: cloud
    provisioner: v1beta1
    nodeName: {node}
    # With `addresses: [192.168.122.10]` behind the network, a VM always has that one.
    interfaces:
      - {{name: eth0, network: "{{DEFAULT_NETWORK_NAME}}"}}
    libvirt:
      domain:
        name: "{{VM_NAME}}"
        # The options of virt-install, by their names.
        virtInstall:
          memory: 1024
          vcpus: 1
          osinfo: linux2022
          import: true
          graphics: none
          disk:
            - name: root
              options: {{vol: "{{DEFAULT_POOL_NAME}}/{{VM_NAME}}.qcow2"}}
            - name: seed
              options: {{vol: "{{DEFAULT_POOL_NAME}}/{{VM_NAME}}-seed.iso", device: cdrom}}
      pools:
        # Made where it is missing, and left where it is.
        - name: "{{DEFAULT_POOL_NAME}}"
          deletionPolicy: Retain
          directory: {{path: "{{DEFAULT_POOL_PATH}}"}}
      volumes:
        # The image, uploaded once for all VMs; on it this VM's own disk; and what tells cloud-init what to do.
        - name: "{{IMAGE_VOLUME_NAME}}"
          poolName: "{{DEFAULT_POOL_NAME}}"
          deletionPolicy: Retain
          uploadFile: {{path: "{{DEFAULT_IMAGE_DIR}}/{{IMAGE_VOLUME_NAME}}"}}
        - name: "{{VM_NAME}}.qcow2"
          poolName: "{{DEFAULT_POOL_NAME}}"
          capacity: 10G
          backingVolume: {{name: "{{IMAGE_VOLUME_NAME}}", poolName: "{{DEFAULT_POOL_NAME}}"}}
        - name: "{{VM_NAME}}-seed.iso"
          poolName: "{{DEFAULT_POOL_NAME}}"
          format: raw
          uploadFile: {{path: seed.iso}}
    cloudInit:
      noCloud:
        seed: {{path: seed.iso}}
        data:
          meta-data: {{local-hostname: "{{VM_NAME}}"}}
          user-data:
            # Who may log in: public keys, a line each.
            ssh_authorized_keys: [{key}]

# The VMs: each has a directory of its name.
vms:
  - name: first
    template: cloud
    image: debian:12
    libvirt: {{domain: {{virtInstall: {{memory: 2048}}}}}}
)";

std::string describe(const HostNetwork& network, const std::string& node) {
  std::string fields;
  if (network.mode != "nat") fields += ", mode: " + network.mode;
  if (!network.bridge.empty()) fields += ", bridge: " + json_string(network.bridge);
  std::string addresses;
  for (const HostNetwork::Address& address : network.addresses) {
    std::string ranges;
    for (const std::string& range : address.ranges) ranges += (ranges.empty() ? "" : ", ") + json_string(range);
    if (!ranges.empty()) ranges = "ranges: [" + ranges + "]";
    addresses += fmt::format("{}{{cidr: {}{}}}", addresses.empty() ? "" : ", ", json_string(address.cidr),
                             address.has_dhcp ? ", dhcp: {" + ranges + "}" : "");
  }
  if (!addresses.empty()) fields += ", addresses: [" + addresses + "]";
  return fmt::format("  - {{name: {}, nodeName: {}{}}}{}\n", json_string(network.name), node, fields,
                     network.is_active ? "" : "    # not active");
}

// Of those that are there, the one that is most likely meant for guests.
int rank(const HostNetwork& network) {
  return (network.name == "default" ? 4 : 0) + (network.is_active ? 2 : 0) + (network.mode == "nat" ? 1 : 0);
}

int rank(const HostPool& pool) {
  return (pool.name == "default" ? 2 : 0) + (pool.is_active ? 1 : 0);
}

template <typename Thing>
const Thing* choose(const std::vector<Thing>& things) {
  const auto best = std::ranges::max_element(things, {}, [](const Thing& thing) { return rank(thing); });
  return best == things.end() ? nullptr : &*best;
}

// For a shell, in a line.
std::string show_in_comment(const std::string& file) {
  const bool is_line = std::ranges::none_of(file, [](unsigned char each) { return each < ' ' || each == 0x7F; });
  return is_line ? quote_for_shell(file) : "FILE";
}

class Beginning {
 public:
  Beginning(const Host& host, const std::string& key, const std::string& file)
      : host_(host), key_(key), file_(show_in_comment(file)) {
    const std::string name = libvirt::read_libvirt_uri(host.uri).host;
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
    const bool is_plain = !name.empty() && name.find_first_not_of(kPlain) == std::string::npos;
    // In quotes: 10.0 would be a number.
    node_ = is_plain ? json_string(name) : "local";
  }

  std::string write(const std::vector<HostNetwork>& networks) const {
    std::string text = fmt::format(kHead, fmt::arg("file", file_), fmt::arg("node", node_),
                                   fmt::arg("uri", json_string(host_.uri)), fmt::arg("variables", write_variables()));
    if (!networks.empty()) {
      text +=
          "\n# Networks that are there, for `vmp check` to know. `vmp help networks` tells how vmp makes "
          "some.\nnetworks:\n";
      for (const HostNetwork& network : networks) text += describe(network, node_);
    }
    text += fmt::format("\n# Where disks begin. `vmp catalog` has other distributions.\nimages:\n{}",
                        find_in_catalog("debian"));
    return text +
           fmt::format(kTemplate, fmt::arg("node", node_), fmt::arg("key", key_.empty() ? "" : json_string(key_)));
  }

 private:
  std::string write_variables() const {
    std::string text;
    if (!host_.problem.empty()) text += "      # libvirt did not answer: these are the names that it usually has.\n";
    const HostNetwork* network = choose(host_.networks);
    if (network == nullptr && host_.problem.empty()) text += "      # No network of that name was there.\n";
    text +=
        fmt::format("      DEFAULT_NETWORK_NAME: {}\n", json_string(network == nullptr ? "default" : network->name));
    const HostPool* pool = choose(host_.pools);
    const HostPool used = pool == nullptr ? HostPool{"default", "/var/lib/libvirt/images"} : *pool;
    text += fmt::format("      DEFAULT_POOL_NAME: {}\n      DEFAULT_POOL_PATH: {}\n", json_string(used.name),
                        json_string(used.path));
    if (host_.left_out > 0)
      text += "      # Left out: networks and pools of other kinds, or with unusual names: " +
              std::to_string(host_.left_out) + "\n";
    return text;
  }

  const Host& host_;
  const std::string& key_;
  const std::string file_;
  std::string node_;
};

// As `check --werror` finds it.
bool is_right(const std::string& text) {
  try {
    const auto source = std::make_shared<const SourceFile>(SourceFile{.name = "begun", .text = text});
    return check_entries(Registry({source}), {}).empty();
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

std::string begin_registry(const Host& host, const std::string& key, const std::string& file) {
  const Beginning beginning(host, key, file);
  // libvirt allows what stands in each other's way here: two networks with one prefix that are not active together.
  for (const std::vector<HostNetwork>& networks : {host.networks, {}}) {
    std::string text = beginning.write(networks);
    if (is_right(text)) return text;
  }
  throw Error(Failure::kUsage, fmt::format("\"{}\" cannot stand in a registry", host.uri),
              "It is no URI of a libvirt: https://libvirt.org/uri.html");
}

}  // namespace vmp
