#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "loader/configuration/node/node.h"
#include "loader/configuration/text.h"

namespace vmp {

// The kinds of storage pools, https://libvirt.org/storage.html. Paths are of the node, absolute.

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

struct IscsiPool {
  Text host;
  Text target;  // an IQN
  std::optional<Text> user;
  std::optional<Text> secret_usage;
};

struct RbdPool {
  std::vector<Text> hosts;
  Text pool;
  std::optional<Text> user;
  std::optional<Text> secret_usage;
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

// What a node has to give. Sizes in bytes.
struct NodeCapacity {
  std::optional<long long> memory;
  std::optional<long long> vcpus;
  std::optional<long long> disk;
};

// One node, completely resolved and valid.
struct NodeConfiguration {
  Node node;
  std::optional<Text> provisioner;  // none: it is only described
  std::optional<Text> description;
  std::vector<NodePool> pools;
  NodeRequirements requirements;
  NodeCapacity capacity;
  std::optional<Text> fleet;         // the registry's, for marks
  std::vector<std::string> vms;      // of this node, by name, in the registry's order
  std::vector<std::string> domains;  // of those VMs
  std::vector<std::string> networks;
  std::map<std::string, Variable> variables;
};

}  // namespace vmp
