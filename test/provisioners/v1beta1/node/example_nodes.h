#pragma once

#include <string>

#include "loader/configuration/node/node_configuration.h"

// Nodes as the loader resolves them.
namespace vmp::v1beta1 {

inline Text at(const std::string& text) {
  return {text, {}};
}

// A node on which the tests of the shell run.
inline NodeConfiguration lab_node() {
  NodeConfiguration node;
  node.node = {at("lab"), at("qemu:///system")};
  node.fleet = at("m2");
  node.pools = {{.name = at("default"), .kind = DirectoryPool{at("/srv/images"), at("711")}},
                {.name = at("scratch"),
                 .kind = DirectoryPool{at("/srv/scratch"), {}},
                 .deletion_policy = DeletionPolicy::kDelete},
                {.name = at("mounted"),
                 .kind = FilesystemPool{at("/dev/vdb"), at("ext4"), at("/srv/mounted")},
                 .deletion_policy = DeletionPolicy::kDelete,
                 .build = true}};
  node.pools[1].autostart = false;
  node.networks = {{.name = "lan", .has_directory = true}};
  node.vms = {{.name = "web",
               .domain = "web",
               .memory = 1LL << 30,
               .volumes = {{"default", "base.qcow2", DeletionPolicy::kRetain, std::nullopt},
                           {"default", "web.qcow2", DeletionPolicy::kDelete, 10LL << 30}}}};
  return node;
}

// What means something to make, shells, virsh and XML, at every place of a node.
inline NodeConfiguration hostile_node() {
  const std::string hostile = R"x(it's; "$(touch x)" `touch y` & <b> #1 $$ \ %n ,)x";
  const Text name = at(hostile);
  const Text device = at(R"x($(touch${IFS}x);`touch<y`#$$\%n)x");
  const auto path = [&](const std::string& begin) { return at(begin + hostile); };
  const PoolLogin login = {name, name};
  NodeConfiguration node;
  node.node = {name, at("qemu:///system?a=" + hostile)};
  node.fleet = name;
  node.description = name;
  node.pools = {{.name = at("directory"),
                 .kind = DirectoryPool{path("/srv/directory"), {}},
                 .deletion_policy = DeletionPolicy::kDelete},
                {.name = at("filesystem"), .kind = FilesystemPool{path("/dev/a"), name, path("/srv/a")}},
                {.name = at("netfs"), .kind = NetfsPool{name, path("/export"), name, name, path("/srv/netfs")}},
                {.name = at("logical"), .kind = LogicalPool{name, {path("/dev/b")}}},
                {.name = at("disk"), .kind = DiskPool{path("/dev/c"), name}},
                {.name = at("iscsi"), .kind = IscsiPool{name, name, login}},
                {.name = at("rbd"), .kind = RbdPool{{name, name}, name, login}},
                {.name = at("zfs"), .kind = ZfsPool{name}}};
  node.requirements = {.libvirt = name,
                       .qemu = name,
                       .virt_type = name,
                       .machine = name,
                       .firmware = name,
                       .memory = {},
                       .devices = {device}};
  node.networks = {{.name = "lan", .devices = {device.value}}};
  return node;
}

// Every kind of pool and every requirement.
inline NodeConfiguration full_node() {
  NodeConfiguration node;
  node.node = {at("kvm1"), at("qemu+ssh://root@kvm1.example.org/system")};
  node.description = at("in the hall\n# vmp-files: not ours");
  const PoolLogin login = {at("libvirt"), at("a 'secret' $usage")};
  node.pools = {
      {.name = at("directory"), .kind = DirectoryPool{at("/srv/a & b"), {}}},
      {.name = at("filesystem"), .kind = FilesystemPool{at("/dev/sdb"), {}, at("/mnt")}},
      {.name = at("netfs"),
       .kind = NetfsPool{at("nas.example.org"), at("/export/vms"), at("nfs"), at("4.2"), at("/srv/nas")}},
      {.name = at("logical"), .kind = LogicalPool{at("vg0"), {at("/dev/sdc"), at("/dev/sdd")}}, .build = true},
      {.name = at("disk"), .kind = DiskPool{at("/dev/sde"), at("gpt")}},
      {.name = at("iscsi"), .kind = IscsiPool{at("san"), at("iqn.2026-01.org.example:vms"), login}},
      {.name = at("rbd"), .kind = RbdPool{{at("mon1"), at("mon2")}, at("vms"), login}},
      {.name = at("zfs"), .kind = ZfsPool{at("tank/vms")}}};
  node.requirements = {.libvirt = at("9.0"),
                       .qemu = at("7.2"),
                       .virt_type = at("kvm"),
                       .machine = at("q35"),
                       .firmware = at("efi"),
                       .memory = 48LL << 30,
                       .devices = {at("eth1")}};
  node.networks = {{.name = "office", .has_directory = false, .devices = {"br0"}}};
  node.vms = {
      {.name = "a", .domain = "a", .memory = {}, .volumes = {{"logical", "shared", DeletionPolicy::kRetain, {}}}},
      {.name = "b", .domain = "b", .memory = {}, .volumes = {{"logical", "shared", DeletionPolicy::kRetain, {}}}}};
  return node;
}

}  // namespace vmp::v1beta1
