#include "loader/configuration/node/node_mistakes.h"

#include <string>

#include "loader/configuration/vm/resolve_vm.h"
#include "test/catch.h"
#include "test/loader/configuration/node/resolved_node.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// Of the VM "web" on the node "lab".
std::string storage_mistakes(const std::string& node_fields, const std::string& vm_fields) {
  const Registry registry({source(node_with(node_fields), "node.yaml"), source(R"(
images: [{name: debian, tags: [{pattern: "12", url: "http://example.org/a", volumeName: a}]}]
templates: [{name: base, nodeName: lab, image: "debian:12", provisioner: v1alpha1, libvirt: {domain: {name: web}}}]
vms:
  - name: web
    template: base
    libvirt:
)" + vm_fields)});
  return render(
      find_storage_mistakes(resolve_node(registry, "lab").configuration, resolve_vm(registry, "web").configuration));
}

}  // namespace

TEST_CASE("a node has a pool of a name once", "[node_mistakes]") {
  CHECK(mistakes_in_node(R"(
vars: {NAME: a}
pools:
  - {name: a, directory: {path: /a}}
  - {name: "{NAME}", directory: {path: /b}}
)") == R"(
r.yaml:7:16: error: pool "a" is defined twice
    7 |       - {name: "{NAME}", directory: {path: /b}}
      |                ^~~~~~~~
r.yaml:6:16: note: first defined here
)");
}

TEST_CASE("pools of one name in two sources are one pool", "[node_mistakes]") {
  const Registry registry({source(node_with("pools: [{name: a, directory: {path: /a}}]\n"), "1.yaml"),
                           source("nodes: [{name: lab, pools: [{name: a, directory: {mode: '0700'}}]}]", "2.yaml")});
  CHECK(resolve_node(registry, "lab").configuration.pools.size() == 1);
}

TEST_CASE("no two pools of a node are in one place", "[node_mistakes]") {
  CHECK(mistakes_in_node(R"(
pools:
  - {name: a, directory: {path: /srv/a}}
  - {name: b, directory: {path: /srv/./a/}}
  - {name: c, filesystem: {device: /dev/sdb, mountPoint: /srv/a}}
  - {name: d, disk: {device: /dev/sdb}}
  - {name: e, logical: {volumeGroup: vg0, devices: [/dev/sdc, /dev/sdb]}}
  - {name: f, logical: {volumeGroup: vg0}}
  - {name: g, zfs: {name: tank}}
  - {name: h, zfs: {name: tank}}
  - {name: i, netfs: {host: nas, path: /x, mountPoint: /i}}
  - {name: j, netfs: {host: nas, path: /x, mountPoint: /j}}
  - {name: k, iscsi: {host: san, target: "iqn.2026-01.lan:a"}}
  - {name: l, iscsi: {host: san, target: "iqn.2026-01.lan:a"}}
  - {name: m, rbd: {hosts: [m1], pool: p}}
  - {name: n, rbd: {hosts: [m1], pool: p}}
)") == R"(
r.yaml:6:37: error: pools "a" and "b" both have the path "/srv/a"
    6 |       - {name: b, directory: {path: /srv/./a/}}
      |                                     ^~~~~~~~~
  libvirt starts one of them only.
r.yaml:5:16: note: pool "a"
r.yaml:7:62: error: pools "a" and "c" both have the path "/srv/a"
    7 |       - {name: c, filesystem: {device: /dev/sdb, mountPoint: /srv/a}}
      |                                                              ^~~~~~
  libvirt starts one of them only.
r.yaml:5:16: note: pool "a"
r.yaml:8:34: error: pools "c" and "d" both have the device "/dev/sdb"
    8 |       - {name: d, disk: {device: /dev/sdb}}
      |                                  ^~~~~~~~
  libvirt starts one of them only.
r.yaml:7:16: note: pool "c"
r.yaml:9:67: error: pools "c" and "e" both have the device "/dev/sdb"
    9 |       - {name: e, logical: {volumeGroup: vg0, devices: [/dev/sdc, /dev/sdb]}}
      |                                                                   ^~~~~~~~
  libvirt starts one of them only.
r.yaml:7:16: note: pool "c"
r.yaml:10:42: error: pools "e" and "f" both have the volume group "vg0"
   10 |       - {name: f, logical: {volumeGroup: vg0}}
      |                                          ^~~
  libvirt starts one of them only.
r.yaml:9:16: note: pool "e"
r.yaml:12:31: error: pools "g" and "h" both have the dataset "tank"
   12 |       - {name: h, zfs: {name: tank}}
      |                               ^~~~
  libvirt starts one of them only.
r.yaml:11:16: note: pool "g"
r.yaml:14:44: error: pools "i" and "j" both have the export "nas:/x"
   14 |       - {name: j, netfs: {host: nas, path: /x, mountPoint: /j}}
      |                                            ^~
  libvirt starts one of them only.
r.yaml:13:16: note: pool "i"
r.yaml:16:46: error: pools "k" and "l" both have the target "san iqn.2026-01.lan:a"
   16 |       - {name: l, iscsi: {host: san, target: "iqn.2026-01.lan:a"}}
      |                                              ^~~~~~~~~~~~~~~~~~~
  libvirt starts one of them only.
r.yaml:15:16: note: pool "k"
r.yaml:18:44: error: pools "m" and "n" both have the pool "p m1"
   18 |       - {name: n, rbd: {hosts: [m1], pool: p}}
      |                                            ^
  libvirt starts one of them only.
r.yaml:17:16: note: pool "m"
)");
}

TEST_CASE("a pool that is no blank device cannot be built", "[node_mistakes]") {
  CHECK(mistakes_in_node(R"(
pools:
  - {name: a, directory: {path: /a}, build: true}
  - {name: b, zfs: {name: tank}, build: true}
  - {name: c, rbd: {hosts: [m], pool: p}, build: false}
)") == R"(
r.yaml:5:42: error: pool "a" of the kind "directory" cannot have "build"
    5 |       - {name: a, directory: {path: /a}, build: true}
      |                                          ^~~~~
  A directory is always made.
r.yaml:6:38: error: pool "b" of the kind "zfs" cannot have "build"
    6 |       - {name: b, zfs: {name: tank}, build: true}
      |                                      ^~~~~
  There is no device to format.
)");
}

TEST_CASE("who logs in has a name and a secret", "[node_mistakes]") {
  CHECK(mistakes_in_node(R"(
pools:
  - {name: a, iscsi: {host: san, target: "iqn.2026-01.lan:a", secretUsage: s}}
  - {name: b, rbd: {hosts: [m], pool: p, user: u}}
)") == R"(
r.yaml:5:67: error: pool "a" has "secretUsage" without "user"
    5 |       - {name: a, iscsi: {host: san, target: "iqn.2026-01.lan:a", secretUsage: s}}
      |                                                                   ^~~~~~~~~~~
  Who logs in needs both.
r.yaml:6:46: error: pool "b" has "user" without "secretUsage"
    6 |       - {name: b, rbd: {hosts: [m], pool: p, user: u}}
      |                                              ^~~~
  Who logs in needs both.
)");
}

TEST_CASE("a VM's pool is not in the directory of a node's pool", "[node_mistakes]") {
  CHECK(storage_mistakes(
            "pools: [{name: default, directory: {path: /srv}}]\n",
            "      pools: [{name: web, directory: {path: /srv/}}, {name: default, directory: {path: /o}}]\n") == R"(
r.yaml:7:45: error: pool "web" has the path of pool "default" of node "lab"
    7 |       pools: [{name: web, directory: {path: /srv/}}, {name: default, directory: {path: /o}}]
      |                                             ^~~~~
  Volumes can be in the node's pool: poolName: default.
node.yaml:4:47: note: pool "default"
)");
}

TEST_CASE("the volumes of pools without files are raw", "[node_mistakes]") {
  CHECK(storage_mistakes("pools: [{name: fast, logical: {volumeGroup: vg0}}, {name: d, directory: {path: /d}}]\n", R"(
      volumes:
        - {name: a, poolName: fast, capacity: 1G}
        - {name: b, poolName: fast, backingVolume: {name: x, poolName: d}, format: qcow2}
        - {name: c, poolName: fast, capacity: 1G, format: raw}
        - {name: d, poolName: d, capacity: 1G}
)") == R"(
r.yaml:9:18: error: volume "a" of format "qcow2" cannot be in pool "fast"
    9 |         - {name: a, poolName: fast, capacity: 1G}
      |                  ^
  The volumes of that pool are no files: write "format: raw", without a "backingVolume".
node.yaml:4:20: note: pool "fast" of the kind "logical"
r.yaml:10:84: error: volume "b" of format "qcow2" cannot be in pool "fast"
   10 |         - {name: b, poolName: fast, backingVolume: {name: x, poolName: d}, format: qcow2}
      |                                                                                    ^~~~~
  The volumes of that pool are no files: write "format: raw", without a "backingVolume".
node.yaml:4:20: note: pool "fast" of the kind "logical"
)");
}
