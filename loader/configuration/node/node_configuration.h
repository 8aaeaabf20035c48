#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "loader/configuration/node/node.h"
#include "loader/configuration/text.h"

namespace vmp {

// The kinds of storage pools, https://libvirt.org/storage.html. Paths are of the node, absolute and tidy.

struct DirectoryPool {
  Text path;
  std::optional<Text> mode;  // octal: 0711
};

struct FilesystemPool {
  Text device;
  std::optional<Text> format;
  Text mount_point;
};

struct NetfsPool {
  Text host;
  Text path;
  std::optional<Text> format;            // nfs, cifs, glusterfs; auto without
  std::optional<Text> protocol_version;  // of NFS
  Text mount_point;
};

struct LogicalPool {
  Text volume_group;
  std::vector<Text> devices;  // none: the group exists
};

struct DiskPool {
  Text device;
  std::optional<Text> format;  // of the partition table: gpt, dos, ...
};

// Who logs in, and the usage of libvirt's secret that has the password.
struct PoolLogin {
  Text user;
  Text secret_usage;
};

struct IscsiPool {
  Text host;
  Text target;  // an IQN
  std::optional<PoolLogin> login;
};

struct RbdPool {
  std::vector<Text> hosts;
  Text pool;
  std::optional<PoolLogin> login;
};

struct ZfsPool {
  Text name;  // POOL/DATASET
};

// A storage pool that a node has for all its VMs.
struct NodePool {
  Text name;
  std::variant<DirectoryPool, FilesystemPool, NetfsPool, LogicalPool, DiskPool, IscsiPool, RbdPool, ZfsPool> kind;
  DeletionPolicy deletion_policy = DeletionPolicy::kRetain;
  bool autostart = true;
  bool build = false;  // whether a blank device may be formatted
};

// The key of its kind in the registry: "directory".
std::string_view name_of_kind(const NodePool& pool);

// Whether its volumes are files of any format, and not devices or objects, which are raw.
bool has_files(const NodePool& pool);

// What `make check` demands of the node. Sizes in bytes.
struct NodeRequirements {
  std::optional<Text> libvirt;    // the least version: 9.0
  std::optional<Text> qemu;       // the least version
  std::optional<Text> virt_type;  // kvm or qemu
  std::optional<Text> machine;
  std::optional<Text> firmware;  // bios or efi
  std::optional<long long> memory;
  std::vector<Text> devices;  // of the network
};

// What a node has for its VMs. Sizes in bytes.
struct NodeCapacity {
  std::optional<PlacedNumber> memory;  // without one, what the node is required to have
  std::optional<PlacedNumber> vcpus;
  std::optional<PlacedNumber> disk;
};

// What a node's directory has to know of the VMs on it.
struct NodeVm {
  std::string name;
  std::string domain;
  std::optional<long long> memory;  // in bytes; nothing where the registry does not say it
  struct Volume {
    std::string pool;
    std::string name;
    DeletionPolicy deletion_policy = DeletionPolicy::kDelete;
    std::optional<long long> capacity = {};  // likewise
  };
  std::vector<Volume> volumes;
};

// The same of a network.
struct NodeNetwork {
  std::string name;
  bool has_directory = false;
  std::vector<std::string> devices = {};  // of the node, that have to be there
};

// One node, completely resolved and valid.
struct NodeConfiguration {
  Node node;
  std::optional<Text> provisioner;  // none: it is only described
  std::optional<Text> description;
  std::vector<NodePool> pools;
  NodeRequirements requirements;
  NodeCapacity capacity;
  std::map<std::string, Variable> variables;

  std::optional<Text> fleet;  // the registry's, for marks

  // Of the registry's other entries, for whoever generates its directory (neighbours.h).
  std::vector<NodeVm> vms;  // in the registry's order
  std::vector<NodeNetwork> networks;
};

}  // namespace vmp
