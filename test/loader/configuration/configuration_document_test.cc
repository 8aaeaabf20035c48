#include "loader/configuration/configuration_document.h"

#include "test/catch.h"
#include "test/loader/configuration/vm/resolved_vm.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("a resolved VM is printed with its node, its image, all variables and itself") {
  CHECK(resolved({R"(
nodes: [{name: lab, vars: {RACK: "{NODE_NAME}-1", GONE: x}, description: "in the hall"}]
images: [{name: debian, vars: {FAMILY: debian}}]
vms: [{name: web, template: base, vars: {ROLE: "{FAMILY}"}}]
)",
                  "nodes: [{name: lab, vars: {GONE: null}}]"},
                 {}) == R"(node:
  name: lab
  libvirt:
    connection:
      uri: qemu:///system
  vars:
    RACK: "{NODE_NAME}-1"
  description: in the hall
image:
  name: debian
  tag: "12"
  url: https://images.example/debian-12.qcow2
  volumeName: debian-12.qcow2
  format: qcow2
  vars:
    FAMILY: debian
vars:
  DEFAULT_IMAGE_DIR: .images
  DEFAULT_NETWORK_NAME: default
  DEFAULT_POOL_NAME: default
  DEFAULT_POOL_PATH: /var/lib/libvirt/images
  FAMILY: debian
  IMAGE_FORMAT: qcow2
  IMAGE_NAME: debian
  IMAGE_TAG: "12"
  IMAGE_URL: https://images.example/debian-12.qcow2
  IMAGE_VOLUME_NAME: debian-12.qcow2
  NODE_NAME: lab
  RACK: lab-1
  ROLE: debian
  VM_NAME: web
vm:
  name: web
  nodeName: lab
  image: debian:12
  provisioner: v1alpha1
  vars:
    ROLE: debian
  libvirt:
    domain:
      name: web
)");
}

TEST_CASE("archives and checksums are printed where an image has them") {
  CHECK(resolved({R"(
images:
  - name: box
    vars: {A: image, B: image}
    tags:
      - pattern: ^1$
        url: https://x/1.7z
        volumeName: box.raw
        format: raw
        vars: {B: tag}
        archive: {type: 7z, path: disk.raw}
        checksum: {algorithm: sha256, url: https://x/SUMS}
vms: [{name: web, template: base, image: "box:1"}]
)"},
                 {"image"}) == R"(name: box
tag: "1"
url: https://x/1.7z
volumeName: box.raw
format: raw
archive:
  type: 7z
  path: disk.raw
checksum:
  algorithm: sha256
  url: https://x/SUMS
vars:
  A: image
  B: tag
)");
}

TEST_CASE("what looks like a number, a flag or null is text in node and image, too") {
  const std::vector<std::string> sources = {R"(
nodes:
  - {name: 1e1, description: 1.10, vars: {A: 1e3, B: yes, C: ~}, libvirt: {connection: {uri: "qemu:///system"}}}
images:
  - name: 2e1
    vars: {D: on, E: null}
    tags: [{pattern: ^1$, url: yes, volumeName: 1.10, vars: {F: 0123}}]
vms: [{name: web, template: base, nodeName: 1e1, image: "2e1:1"}]
)"};
  CHECK(resolved(sources, {"node"}) == R"(name: "1e1"
description: "1.10"
vars:
  A: "1e3"
  B: "yes"
libvirt:
  connection:
    uri: qemu:///system
)");
  CHECK(resolved(sources, {"image"}) == R"(name: "2e1"
tag: "1"
url: "yes"
volumeName: "1.10"
format: qcow2
vars:
  D: "on"
  F: "0123"
)");
}
