#include "loader/configuration/image/resolve_image.h"

#include <string>

#include "loader/configuration/image/chain.h"
#include "test/catch.h"
#include "test/loader/configuration/image/resolved_image.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("a build is merged of templates, image and tag", "[resolve_image]") {
  const ResolvedImage web = resolve_image_of(R"(
templates:
  - name: sealed
    kind: image
    provisioner: v1beta1
    vars: {ROOT: /srv}
    build:
      timeout: 10m
      steps:
        - {name: update, update: true, timeout: 1h}
        - {name: tools, install: [curl]}
        - {name: seal, seal: {operations: [machine-id]}}
images:
  - name: debian
    tags: [{pattern: ^12$, url: "https://images.example/d.qcow2", volumeName: d.qcow2, checksum: "sha512:)" +
                                             std::string(128, 'b') + R"("}]
  - name: web
    template: sealed
    description: for {IMAGE_NAME}
    vars: {ROOT: "{ROOT}/www"}
    build:
      from: {image: "debian:12"}
      size: 10G
      expand: /dev/sda1
      export: {format: raw}
    tags:
      - pattern: ^(?P<release>\d+)$
        volumeName: web-{release}.raw
        vars: {TITLE: "{IMAGE_NAME} {release}"}
        build:
          steps:
            - {name: tools, install: [nginx, curl], uninstall: [exim4-base]}
            - {name: update, update: null}
            - name: motd
              before: seal
              write: {to: "{ROOT}/motd", text: "hello {TITLE}\n"}
)");
  CHECK("\n" + write_yaml(web.image) == R"(
name: web
tag: "12"
description: for web
provisioner: v1beta1
volumeName: web-12.raw
build:
  timeout: 10m
  steps:
  - name: tools
    install:
    - nginx
    - curl
    uninstall:
    - exim4-base
  - name: motd
    before: seal
    write:
      to: /srv/www/motd
      text: |
        hello web 12
  - name: seal
    seal:
      operations:
      - machine-id
  from:
    image: debian:12
  size: 10G
  expand: /dev/sda1
  export:
    format: raw
    compress: none
    sparsify: "false"
chain: a33df3cac04ab635624460d64a9a9c106d366f43b04b3aba5cb0ba2a0bafd3a1
file: ../.images/web-12-a33df3ca.raw
)");
  CHECK(show_steps(web.configuration) == R"(
size 600s: size expand=/dev/sda1 size=10G
tools 600s: packages install=nginx install=curl uninstall=exim4-base
motd 600s: write to=/srv/www/motd [text]
seal 600s: seal operations=machine-id
)");
  CHECK(show(web.configuration.source) ==
        "image checksum=sha512:" + std::string(128, 'b') + " format=qcow2 url=https://images.example/d.qcow2\n");
  CHECK(web.warnings.empty());
}

TEST_CASE("the result has the chain's digest in its name, and is seen from its directory and from a VM's",
          "[resolve_image]") {
  const ImageConfiguration image = build_of("from: {image: \"debian:12\"}").configuration;
  CHECK(image.chain == digest_chain(image).back());
  CHECK(image.result_name == "web-12-" + image.chain.substr(0, 8) + ".qcow2");
  CHECK(image.result_path.value == "../../../.images/" + image.result_name);
  CHECK(image.vm_path.value == "../.images/" + image.result_name);
  CHECK(image.source.base->path.value == "../../../.images/debian-12.qcow2");
  CHECK(image.directory() == "web/12");
}
