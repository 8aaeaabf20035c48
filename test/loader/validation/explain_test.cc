#include "loader/validation/explain.h"

#include "test/catch.h"
#include "test/loader/validation/rendered_mistakes.h"

namespace vmp {

TEST_CASE("unknown keys are at the key, with a near match", "[explain]") {
  CHECK(mistakes_in_registry("vm: []") ==
        R"(
r.yaml:1:1: error: unknown key "vm" in the registry
    1 | vm: []
      | ^~
  Did you mean "vms"?
)");
  CHECK(mistakes_in_registry("vms: [{name: web, vars: {}, memory: 512}]") ==
        R"(
r.yaml:1:29: error: unknown key "memory" in VM "web"
    1 | vms: [{name: web, vars: {}, memory: 512}]
      |                             ^~~~~~
  The keys here are "name", "description", "template", "templates", "nodeName", "image", "provisioner", "vars", "secrets", "libvirt", "kubevirt", "cloudInit", "ssh", "interfaces", "groups", "dependsOn" and "provision".
)");
  CHECK(mistakes_in_registry("nodes: [{name: lab, libvirt: {connection: {url: qemu:///system}}}]") ==
        R"(
r.yaml:1:44: error: unknown key "url" in "connection"
    1 | nodes: [{name: lab, libvirt: {connection: {url: qemu:///system}}}]
      |                                            ^~~
  Did you mean "uri"?
)");
  CHECK(mistakes_in_registry("images: [{name: d, tags: [{pattern: a, urll: b, volumeName: c}]}]") ==
        R"(
r.yaml:1:40: error: unknown key "urll" in an entry of "tags"
    1 | images: [{name: d, tags: [{pattern: a, urll: b, volumeName: c}]}]
      |                                        ^~~~
  Did you mean "url"?
)");
  CHECK(mistakes_in_registry(R"(templates:
  - name: base
    libvirt:
      volumes: [{name: root, deletionPolcy: Retain}]
)") ==
        R"(
r.yaml:4:30: error: unknown key "deletionPolcy" in volume "root"
    4 |       volumes: [{name: root, deletionPolcy: Retain}]
      |                              ^~~~~~~~~~~~~
  Did you mean "deletionPolicy"?
)");
  CHECK(mistakes_in_registry("vms: [{name: web, cloudInit: {noCloud: {data: {userdata: {}}}}}]") ==
        R"(
r.yaml:1:48: error: unknown key "userdata" in "data"
    1 | vms: [{name: web, cloudInit: {noCloud: {data: {userdata: {}}}}}]
      |                                                ^~~~~~~~
  Did you mean "user-data"?
)");
}

TEST_CASE("every unknown key of a map is reported", "[explain]") {
  CHECK(mistakes_in_registry("vms: [{name: web, nodename: a, images: b}]") ==
        R"(
r.yaml:1:19: error: unknown key "nodename" in VM "web"
    1 | vms: [{name: web, nodename: a, images: b}]
      |                   ^~~~~~~~
  Did you mean "nodeName"?
r.yaml:1:32: error: unknown key "images" in VM "web"
    1 | vms: [{name: web, nodename: a, images: b}]
      |                                ^~~~~~
  Did you mean "image"?
)");
}

TEST_CASE("what is missing is at the name, or at the key of the map around it", "[explain]") {
  CHECK(mistakes_in_registry("vms: [{nodeName: lab}]") ==
        R"(
r.yaml:1:7: error: an entry of "vms" has no "name"
    1 | vms: [{nodeName: lab}]
      |       ^
)");
  CHECK(mistakes_in_registry("images: [{name: d, tags: [{url: b, volumeName: c}]}]") ==
        R"(
r.yaml:1:27: error: an entry of "tags" has no "pattern"
    1 | images: [{name: d, tags: [{url: b, volumeName: c}]}]
      |                           ^
)");
  CHECK(mistakes_in_registry("images: [{name: d, tags: [{pattern: a, url: b, volumeName: c, archive: {path: d}}]}]") ==
        R"(
r.yaml:1:63: error: an entry of "tags" has no "archive.type"
    1 | images: [{name: d, tags: [{pattern: a, url: b, volumeName: c, archive: {path: d}}]}]
      |                                                               ^~~~~~~
)");
  CHECK(mistakes_in_registry("vms: [{name: web, libvirt: {domain: {virtInstall: {disk: [{options: {}}]}}}}]") ==
        R"(
r.yaml:1:59: error: an entry of "disk" has no "name"
    1 | vms: [{name: web, libvirt: {domain: {virtInstall: {disk: [{options: {}}]}}}}]
      |                                                           ^
)");
  CHECK(mistakes_in_node("name: lab") ==
        R"(
r.yaml:1:7: error: node "lab" has no "libvirt.connection.uri"
    1 | name: lab
      |       ^~~
)");
  CHECK(mistakes_in_node(R"(name: lab
libvirt: {connection: {}}
)") ==
        R"(
r.yaml:2:11: error: node "lab" has no "libvirt.connection.uri"
    2 | libvirt: {connection: {}}
      |           ^~~~~~~~~~
)");
  CHECK(mistakes_in_vm(R"(name: web
nodeName: lab
libvirt: {domain: {virtInstall: {memory: 1}}}
)") ==
        R"(
r.yaml:1:7: error: VM "web" has no "provisioner"
    1 | name: web
      |       ^~~
r.yaml:3:11: error: VM "web" has no "libvirt.domain.name"
    3 | libvirt: {domain: {virtInstall: {memory: 1}}}
      |           ^~~~~~
)");
  CHECK(mistakes_in_vm(R"(name: web
nodeName: lab
image: a
provisioner: v1alpha1
)") ==
        R"(
r.yaml:1:7: error: VM "web" has no "libvirt.domain.name"
    1 | name: web
      |       ^~~
)");
  CHECK(mistakes_in_vm(kCompleteVm + "  pools: [{name: p}, {name: q, directory: {}}]") ==
        R"(
r.yaml:7:18: error: pool "p" has no "directory.path"
    7 |   pools: [{name: p}, {name: q, directory: {}}]
      |                  ^
r.yaml:7:32: error: pool "q" has no "directory.path"
    7 |   pools: [{name: p}, {name: q, directory: {}}]
      |                                ^~~~~~~~~
)");
  CHECK(mistakes_in_vm(kCompleteVm + "  volumes: [{name: root, capacity: 1G}]") ==
        R"(
r.yaml:7:20: error: volume "root" has no "poolName"
    7 |   volumes: [{name: root, capacity: 1G}]
      |                    ^~~~
)");
  CHECK(
      mistakes_in_vm(
          kCompleteVm +
          "  volumes: [{name: root, poolName: p, backingVolume: {name: a}}, {name: a, poolName: p, uploadFile: {}}]") ==
      R"(
r.yaml:7:61: error: volume "root" has no "backingVolume.poolName"
    7 |   volumes: [{name: root, poolName: p, backingVolume: {name: a}}, {name: a, poolName: p, uploadFile: {}}]
      |                                                             ^
r.yaml:7:89: error: volume "a" has no "uploadFile.path"
    7 |   volumes: [{name: root, poolName: p, backingVolume: {name: a}}, {name: a, poolName: p, uploadFile: {}}]
      |                                                                                         ^~~~~~~~~~
)");
  CHECK(mistakes_in_vm(kCompleteVm + "cloudInit: {noCloud: {data: {}}}") ==
        R"(
r.yaml:7:13: error: VM "web" has no "cloudInit.noCloud.seed.path"
    7 | cloudInit: {noCloud: {data: {}}}
      |             ^~~~~~~
)");
}

TEST_CASE("a volume is blank, an overlay or a copy", "[explain]") {
  CHECK(mistakes_in_vm(kCompleteVm + "  volumes: [{name: root, poolName: p}]") ==
        R"(
r.yaml:7:20: error: volume "root" needs exactly one of "capacity" alone, "backingVolume" and "uploadFile"
    7 |   volumes: [{name: root, poolName: p}]
      |                    ^~~~
)");
  CHECK(mistakes_in_vm(
            kCompleteVm +
            "  volumes: [{name: root, poolName: p, backingVolume: {name: a, poolName: p}, uploadFile: {path: a}}]") ==
        R"(
r.yaml:7:78: error: volume "root" needs exactly one of "capacity" alone, "backingVolume" and "uploadFile"
    7 |   volumes: [{name: root, poolName: p, backingVolume: {name: a, poolName: p}, uploadFile: {path: a}}]
      |                                                                              ^~~~~~~~~~
r.yaml:7:39: note: "backingVolume" is given here
)");
}

TEST_CASE("template and templates exclude each other", "[explain]") {
  CHECK(mistakes_in_registry("templates: [{name: a, template: b, templates: [c]}]") ==
        R"(
r.yaml:1:36: error: template "a" has both "template" and "templates"
    1 | templates: [{name: a, template: b, templates: [c]}]
      |                                    ^~~~~~~~~
  Keep "templates" and list them all there, the first one lowest.
r.yaml:1:23: note: "template" is given here
)");
}

}  // namespace vmp
