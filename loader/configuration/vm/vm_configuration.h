#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "loader/addresses/ip_address.h"
#include "loader/configuration/node/node.h"
#include "loader/configuration/secrets/secret.h"
#include "loader/configuration/text.h"
#include "loader/configuration/vm/installation.h"
#include "loader/configuration/vm/kubevirt/kubevirt.h"
#include "loader/configuration/vm/provision_step.h"
#include "loader/diagnostics/source_file.h"
#include "loader/document/value.h"

namespace vmp {

// Of images and volumes that name none.
inline constexpr std::string_view kDefaultFormat = "qcow2";

struct Archive {
  Text type;                 // 7z xz gz bz2 zst zip tar tar.gz tar.xz tar.bz2 tar.zst
  std::optional<Text> path;  // the member, where an archive has several
};

// Either the digest itself or the place of a SUMS file that lists it.
struct Checksum {
  std::string algorithm;       // sha256 or sha512
  std::optional<Text> digest;  // lower-case hexadecimal
  std::optional<Text> url;
  Place place;
};

struct Image {
  Text name;
  Text tag;
  Text url;
  Text volume_name;  // the file's name in DEFAULT_IMAGE_DIR: no "/", no control characters; of a built one with its
                     // digest
  Text path = {};    // that file on this machine, relative to the VM's directory; tidy_path
  Text format;
  std::optional<Archive> archive;
  std::optional<Checksum> checksum;
  std::optional<Text> built_by = std::nullopt;  // the directory that makes it, "images/web/12"; it has no url then
};

// A suboption "name=value", a bare "name" (true), or one that is left out (false).
struct Suboption {
  Text name;
  std::variant<bool, Text> value;
};

// One occurrence of a repeated option: --disk a=b,c=d.
struct OptionItem {
  Text name;  // for merging only; virt-install never sees it
  std::vector<Suboption> suboptions;
};

// --name (true), nothing (false), --name=text, or --name=k=v,... once for each item.
struct VirtInstallOption {
  Text name;
  std::variant<bool, Text, std::vector<OptionItem>> value;
};

struct Domain {
  Text name;
  std::vector<VirtInstallOption> virt_install;  // in the author's order
};

struct Pool {
  Text name;
  Text path;  // of its directory, on the node
  DeletionPolicy deletion_policy = DeletionPolicy::kDelete;
};

struct BackingVolume {
  Text name;
  Text pool_name;
  Text format;
};

struct UploadFile {
  Text path;  // on this machine, relative to the VM's directory; tidy_path
};

struct Blank {};

struct Volume {
  Text name;
  Text pool_name;
  Text format;
  std::optional<Text> capacity;  // as libvirt takes it: 20G, 64MiB, bytes; always there for a blank one
  DeletionPolicy deletion_policy = DeletionPolicy::kDelete;
  std::variant<Blank, BackingVolume, UploadFile> source;
};

// https://cloudinit.readthedocs.io/en/latest/reference/datasources/nocloud.html. Each datum is a map or a text.
struct CloudInit {
  Text seed_path;  // of the ISO, inside the VM's directory; tidy_path; empty on a cluster
  std::optional<Value> meta_data;
  std::optional<Value> user_data;
  std::optional<Value> vendor_data;
  std::optional<Value> network_config;
};

struct SshOption {
  Text name;
  std::vector<Text> values;  // several: -o name=a -o name=b
};

struct Ssh {
  std::optional<Text> user;
  std::optional<Text> host;
  std::optional<Text> password;
  std::optional<Text> host_key = std::nullopt;  // who vouches for it: agent, console or accept-new; without, the best
  std::vector<SshOption> options;
};

// What an interface is plugged into: a network of the registry or of the node, a bridge of the node, one of its devices
// by macvtap, or QEMU's own user network.
struct InterfaceNetwork {
  Text name;
  std::optional<Text> portgroup;
};
struct InterfaceBridge {
  Text name;
};
struct InterfaceDevice {
  Text name;
  std::optional<Text> mode;  // of macvtap: bridge, private, vepa, passthrough
};
struct InterfaceUser {};

// An address of an interface, with what its network says of it.
struct InterfaceAddress {
  IpAddress address;
  std::optional<int> prefix;         // the registry's, else that of its network, where the registry has that
  std::optional<IpAddress> gateway;  // the network's own address in it, where the mode routes
  Place place = {};
  bool is_reserved = false;  // whether DHCP of a network of the registry is to give it
};

// A network card of a VM, by the name that it has in the guest where cloud-init gives it that.
struct Interface {
  Text name;
  std::variant<InterfaceNetwork, InterfaceBridge, InterfaceDevice, InterfaceUser> source;
  Text mac;  // lower case: the registry's, or the one derived from node, domain and position
  std::optional<Text> model;
  std::vector<InterfaceAddress> addresses;
  std::optional<Text> duid;  // lower case, for DHCPv6
  Text hostname;             // the network knows the VM by it
  std::vector<Text> aliases;
  bool is_static = false;   // cloud-init gives the addresses; else DHCP does
  bool asks_dhcp4 = false;  // whether the guest is to ask for addresses of IPv4
  bool asks_dhcp6 = false;
  bool is_registered = true;                  // in the network's DNS
  bool is_in_registry = false;                // whether the registry has the network
  bool has_network_directory = false;         // whether it has a provisioner there
  bool is_routed = true;                      // whether the network may lead to others
  std::vector<IpAddress> dns = {};            // the network's servers, where it says any
  std::optional<Text> domain = std::nullopt;  // of the network
  Place place = {};
};

// A VM that is to be there before this one is brought up.
struct Dependency {
  Text vm;
  bool until_ready = false;  // else until it is started
};

// One VM, completely resolved and valid.
struct VmConfiguration {
  Text name;
  Text provisioner;
  std::optional<Text> description;
  Node node;
  Image image;  // without a name where the VM is installed, or on a cluster without one
  std::optional<Installation> installation = std::nullopt;
  std::optional<Kubevirt> kubevirt = std::nullopt;  // of a VM on a cluster
  Domain domain;                                    // of a VM on a cluster the name alone, which is the VM's
  std::vector<Pool> pools;
  std::vector<Volume> volumes;
  std::optional<CloudInit> cloud_init;
  Ssh ssh;
  std::vector<Secret> secrets;        // those that cloud_init or ssh have placeholders of (secrets.h)
  std::vector<Interface> interfaces;  // in the registry's order; they come before the cards of virt_install
  std::vector<Text> groups;
  std::vector<Dependency> depends_on;
  std::vector<ProvisionStep> provision;       // in the order in which they are taken
  std::optional<Text> fleet;                  // the registry's, for the mark of v1beta1
  std::map<std::string, Variable> variables;  // all of them, expanded, by name

  bool has_image() const { return !image.name.value.empty(); }
};

}  // namespace vmp
