#include "loader/configuration/node/resolve_node.h"

#include <string>

#include "loader/configuration/configuration_document.h"
#include "loader/document/write_yaml.h"
#include "test/catch.h"
#include "test/loader/configuration/node/resolved_node.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string mistakes_in(const std::string& text) {
  return mistakes_of([&] { resolve_node_of(text); });
}

}  // namespace

TEST_CASE("a node inherits from templates of its kind and uses variables", "[resolve_node]") {
  const Registry registry({source(R"(
templates:
  - name: host
    kind: node
    provisioner: v1beta1
    vars: {ROOT: /srv}
    libvirt: {connection: {uri: "qemu+ssh://root@{NODE_NAME}/system"}}
    requires: {libvirt: "9.0", devices: [br0]}
    pools:
      - name: images
        directory: {path: "{ROOT}/images", mode: "0711"}
nodes:
  - name: lab
    template: host
    vars: {ROOT: /data}
    requires: {libvirt: null, memory: 48GiB}
    pools:
      - name: images
        autostart: false
      - {name: fast, logical: {volumeGroup: vg0, devices: [/dev/sdb]}, build: true, deletionPolicy: Delete}
    capacity: {vcpus: 64}
)")});
  CHECK("\n" + write_yaml(*describe_configuration(resolve_node(registry, "lab")).find("node")) == R"(
name: lab
provisioner: v1beta1
vars:
  ROOT: /data
libvirt:
  connection:
    uri: qemu+ssh://root@lab/system
pools:
- name: images
  directory:
    path: /data/images
    mode: "0711"
  autostart: "false"
  deletionPolicy: Retain
  build: "false"
- name: fast
  logical:
    volumeGroup: vg0
    devices:
    - /dev/sdb
  build: "true"
  deletionPolicy: Delete
  autostart: "true"
requires:
  devices:
  - br0
  memory: 48GiB
capacity:
  vcpus: "64"
)");
}

TEST_CASE("the structs of a node have tidy paths, numbers and defaults", "[resolve_node]") {
  const NodeConfiguration node = resolve_node_of(node_with(R"(
requires: {memory: 1KiB}
capacity: {vcpus: 8, disk: 1K}
pools:
  - {name: a, directory: {path: /srv//a/}}
  - {name: b, filesystem: {device: /dev/sdb, format: xfs, mountPoint: /mnt}, build: yes}
  - {name: c, iscsi: {host: san.lan, target: "iqn.2026-01.lan:vms", user: u, secretUsage: s}}
)"));
  CHECK(node.node.uri.value == "qemu:///system");
  CHECK(node.capacity.memory->number == 1024);
  CHECK(node.capacity.vcpus->number == 8);
  CHECK(node.capacity.disk->number == 1024);
  REQUIRE(node.pools.size() == 3);
  CHECK(std::get<DirectoryPool>(node.pools[0].kind).path.value == "/srv/a");
  CHECK(node.pools[0].deletion_policy == DeletionPolicy::kRetain);
  CHECK(node.pools[0].autostart);
  CHECK_FALSE(node.pools[0].build);
  CHECK(std::get<FilesystemPool>(node.pools[1].kind).format->value == "xfs");
  CHECK(node.pools[1].build);
  CHECK(std::get<IscsiPool>(node.pools[2].kind).login->secret_usage.value == "s");
  CHECK(name_of_kind(node.pools[2]) == "iscsi");
  CHECK(has_files(node.pools[1]));
  CHECK_FALSE(has_files(node.pools[2]));
}

TEST_CASE("what is on a node uses the variables of the node's templates", "[resolve_node]") {
  const Registry registry({source(R"(
templates: [{name: host, kind: node, vars: {PREFIX: 10.0.7}, libvirt: {connection: {uri: "qemu:///system"}}}]
nodes: [{name: lab, template: host}]
networks: [{name: net, nodeName: lab, addresses: [{cidr: "{PREFIX}.1/24"}]}]
)")});
  CHECK(to_string(resolve_network(registry, "net").configuration.addresses.front().prefix) == "10.0.7.1/24");
}

TEST_CASE("a variable of a node's template that extends itself is applied once", "[resolve_node]") {
  const Registry registry({source(R"(
templates:
  - {name: deep, kind: node, vars: {DEFAULT_POOL_PATH: "{DEFAULT_POOL_PATH}/t", HOST: h}}
  - {name: host, kind: node, template: deep, vars: {HOST: "{HOST}.u"}}
nodes:
  - name: lab
    template: host
    vars: {HOST: "{HOST}.v", PLACE: "{HOST}:{DEFAULT_POOL_PATH}"}
    libvirt: {connection: {uri: "qemu+ssh://{HOST}/system"}}
    pools: [{name: a, directory: {path: "/x/{PLACE}"}}]
networks: [{name: net, nodeName: lab, description: "{PLACE}", addresses: [{cidr: 10.0.0.1/24}]}]
)")});
  const ResolvedNode node = resolve_node(registry, "lab");
  CHECK(node.configuration.variables.at("PLACE").value == "h.u.v:/var/lib/libvirt/images/t");
  CHECK(node.configuration.node.uri.value == "qemu+ssh://h.u.v/system");
  const NetworkConfiguration net = resolve_network(registry, "net").configuration;
  CHECK(net.description->value == "h.u.v:/var/lib/libvirt/images/t");
  CHECK(net.node.uri.value == "qemu+ssh://h.u.v/system");
}

TEST_CASE("a node that only says how it is reached is looked up, not resolved", "[resolve_node]") {
  const Registry registry({source(R"(
templates: [{name: host, kind: node, pools: [{name: a, directory: {path: /a}}]}]
nodes: [{name: plain}, {name: inherits, template: host}, {name: none, pools: null}, {name: big, capacity: {vcpus: 1}}]
)")});
  CHECK(list_described_nodes(registry) == std::vector<std::string>{"inherits", "big"});
}

TEST_CASE("a node inherits from nodes' templates only", "[resolve_node]") {
  CHECK(mistakes_in(R"(
templates: [{name: base}]
nodes: [{name: lab, template: base}]
)") == R"(
r.yaml:2:31: error: template "base" is for VMs, not for nodes
    2 | nodes: [{name: lab, template: base}]
      |                               ^~~~
r.yaml:1:20: note: template "base" has the kind "vm"
)");
}

TEST_CASE("a node's variables are its own and its templates'", "[resolve_node]") {
  CHECK(mistakes_in(R"(
nodes: [{name: lab, libvirt: {connection: {uri: "qemu:///system"}}, pools: [{name: "{VM_NAME}", zfs: {name: "{POL}"}}],
         vars: {POOL: tank}}]
)") == R"(
r.yaml:1:85: error: variable "VM_NAME" is not known here
    1 | nodes: [{name: lab, libvirt: {connection: {uri: "qemu:///system"}}, pools: [{name: "{VM_NAME}", zfs: {name: "{POL}"}}],
      |                                                                                     ^~~~~~~~~
  A node is the same for all its VMs: it knows its own variables alone.
r.yaml:1:110: error: variable "POL" is not defined
    1 | nodes: [{name: lab, libvirt: {connection: {uri: "qemu:///system"}}, pools: [{name: "{VM_NAME}", zfs: {name: "{POL}"}}],
      |                                                                                                              ^~~~~
  Did you mean "POOL"?
)");
}

TEST_CASE("each part of a node has its form", "[resolve_node]") {
  CHECK(mistakes_in_node(R"(
requires: {libvirt: new, virtType: xen, firmware: uefi, memory: much, devices: ["a b"]}
capacity: {vcpus: 0}
pools:
  - {name: none}
  - {name: two, directory: {path: /a}, zfs: {name: tank}}
  - {name: relative, directory: {path: srv, mode: rwx}}
  - {name: fs, filesystem: {device: sdb, format: ext5}}
  - {name: lvm, logical: {volumeGroup: "a/b", devices: [sdb]}}
  - {name: san, iscsi: {host: "a b", target: vms}}
  - {name: tank, zfs: {name: tank/}}
  - {name: nas, netfs: {host: nas, path: /e, protocolVersion: four, mountPoint: /m}}
)") == R"(
r.yaml:4:25: error: libvirt "new" must be a version
    4 |     requires: {libvirt: new, virtType: xen, firmware: uefi, memory: much, devices: ["a b"]}
      |                         ^~~
  A version is numbers with points between them: "9.0".
r.yaml:4:40: error: "virtType" must be "kvm" or "qemu", not "xen"
    4 |     requires: {libvirt: new, virtType: xen, firmware: uefi, memory: much, devices: ["a b"]}
      |                                        ^~~
r.yaml:4:55: error: "firmware" must be "bios" or "efi", not "uefi"
    4 |     requires: {libvirt: new, virtType: xen, firmware: uefi, memory: much, devices: ["a b"]}
      |                                                       ^~~~
  Did you mean "efi"?
r.yaml:4:69: error: memory "much" must be a size
    4 |     requires: {libvirt: new, virtType: xen, firmware: uefi, memory: much, devices: ["a b"]}
      |                                                                     ^~~~
  A size is a number of bytes, or has a unit: 512MiB, 20G.
r.yaml:4:85: error: devices "a b" is no name of a network device
    4 |     requires: {libvirt: new, virtType: xen, firmware: uefi, memory: much, devices: ["a b"]}
      |                                                                                     ^~~~~
  It has letters, digits and . _ - in it, as br0.
r.yaml:5:23: error: vcpus "0" must be a whole number from 1 to 1000000
    5 |     capacity: {vcpus: 0}
      |                       ^
r.yaml:7:16: error: pool "none" needs exactly one of "directory", "filesystem", "netfs", "logical", "disk", "iscsi", "rbd" and "zfs"
    7 |       - {name: none}
      |                ^~~~
r.yaml:8:44: error: pool "two" needs exactly one of "directory", "filesystem", "netfs", "logical", "disk", "iscsi", "rbd" and "zfs"
    8 |       - {name: two, directory: {path: /a}, zfs: {name: tank}}
      |                                            ^~~
r.yaml:8:21: note: "directory" is given here
r.yaml:9:44: error: path "srv" must be absolute
    9 |       - {name: relative, directory: {path: srv, mode: rwx}}
      |                                            ^~~
  It is a path on the node, where libvirt knows no other.
r.yaml:9:55: error: mode "rwx" must be permissions
    9 |       - {name: relative, directory: {path: srv, mode: rwx}}
      |                                                       ^~~
  They are octal: "0711".
r.yaml:10:20: error: pool "fs" has no "filesystem.mountPoint"
   10 |       - {name: fs, filesystem: {device: sdb, format: ext5}}
      |                    ^~~~~~~~~~
r.yaml:10:41: error: device "sdb" must be absolute
   10 |       - {name: fs, filesystem: {device: sdb, format: ext5}}
      |                                         ^~~
  It is a path on the node, where libvirt knows no other.
r.yaml:10:54: error: "format" cannot be "ext5"
   10 |       - {name: fs, filesystem: {device: sdb, format: ext5}}
      |                                                      ^~~~
  Did you mean "ext2"?
r.yaml:11:44: error: volumeGroup "a/b" is no name of a volume group
   11 |       - {name: lvm, logical: {volumeGroup: "a/b", devices: [sdb]}}
      |                                            ^~~~~
  One has letters, digits and + _ . -.
r.yaml:11:61: error: devices "sdb" must be absolute
   11 |       - {name: lvm, logical: {volumeGroup: "a/b", devices: [sdb]}}
      |                                                             ^~~
  It is a path on the node, where libvirt knows no other.
r.yaml:12:35: error: host "a b" is no name or address of a host
   12 |       - {name: san, iscsi: {host: "a b", target: vms}}
      |                                   ^~~~~
r.yaml:12:50: error: target "vms" is no name of an iSCSI target
   12 |       - {name: san, iscsi: {host: "a b", target: vms}}
      |                                                  ^~~
  One looks like iqn.2026-01.org.example:vms.
r.yaml:13:34: error: name "tank/" is no name of a ZFS dataset
   13 |       - {name: tank, zfs: {name: tank/}}
      |                                  ^~~~~
  One looks like tank or tank/vms.
r.yaml:14:67: error: protocolVersion "four" must be a version
   14 |       - {name: nas, netfs: {host: nas, path: /e, protocolVersion: four, mountPoint: /m}}
      |                                                                   ^~~~
  A version is numbers with points between them: "9.0".
)");
}
