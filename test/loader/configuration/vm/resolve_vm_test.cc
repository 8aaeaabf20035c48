#include "loader/configuration/vm/resolve_vm.h"

#include "test/catch.h"
#include "test/loader/configuration/vm/resolved_vm.h"

using namespace vmp;
using namespace vmp::test;

namespace {

const std::vector<std::string> kUserData = {"vm", "cloudInit", "noCloud", "data", "user-data"};

// The value of a variable of VM "web".
std::string variable(const std::vector<std::string>& texts, const std::string& name) {
  const auto variables = resolve(texts).configuration.variables;
  const auto found = variables.find(name);
  return found == variables.end() ? "nothing" : found->second.value;
}

}  // namespace

TEST_CASE("an unknown VM is an error, with a near match") {
  CHECK(mistakes_of([] { resolve({"vms: [{name: web}]"}, "wbe"); }) == R"(
error: VM "wbe" is not defined
  Did you mean "web"? It is defined at r.yaml:1:14.
)");
}

TEST_CASE("variables: built-in defaults < node < image < tag < templates < VM < computed") {
  const std::string layers = R"(
nodes: [{name: lab, vars: {A: node, B: node, C: node, D: node, E: node, DEFAULT_POOL_NAME: fast}}]
images:
  - name: box
    vars: {B: image, C: image, D: image, E: image}
    tags: [{pattern: "1", url: u, volumeName: v, vars: {C: tag, D: tag, E: tag}}]
templates: [{name: top, template: base, image: "box:1", vars: {D: template, E: template}}]
vms: [{name: web, template: top, vars: {E: vm, IMAGE_TAG: cannot-win}}]
)";
  CHECK(variable({layers}, "A") == "node");
  CHECK(variable({layers}, "B") == "image");
  CHECK(variable({layers}, "C") == "tag");
  CHECK(variable({layers}, "D") == "template");
  CHECK(variable({layers}, "E") == "vm");
  CHECK(variable({layers}, "IMAGE_TAG") == "1");
  CHECK(variable({layers}, "DEFAULT_POOL_NAME") == "fast");
  CHECK(variable({layers}, "DEFAULT_POOL_PATH") == "/var/lib/libvirt/images");
}

TEST_CASE("computed variables say what was resolved") {
  const auto variables = resolve({"vms: [{name: web, template: base}]"}).configuration.variables;
  std::string text;
  for (const auto& [name, value] : variables) text += name + "=" + value.value + "\n";
  CHECK(text == R"(DEFAULT_IMAGE_DIR=.images
DEFAULT_NETWORK_NAME=default
DEFAULT_POOL_NAME=default
DEFAULT_POOL_PATH=/var/lib/libvirt/images
IMAGE_FORMAT=qcow2
IMAGE_NAME=debian
IMAGE_TAG=12
IMAGE_URL=https://images.example/debian-12.qcow2
IMAGE_VOLUME_NAME=debian-12.qcow2
NODE_NAME=lab
VM_NAME=web
)");
}

TEST_CASE("D8: a variable extends what lower layers say: the default, the node's, its templates'") {
  CHECK(variable({"vms: [{name: web, template: base, vars: {DEFAULT_POOL_PATH: '{DEFAULT_POOL_PATH}/x'}}]"},
                 "DEFAULT_POOL_PATH") == "/var/lib/libvirt/images/x");
  const std::string layers = R"(
nodes: [{name: lab, vars: {X: node}}]
templates:
  - {name: a, template: base, vars: {X: "{X}/a"}}
  - {name: b, vars: {X: "{X}/b"}}
vms: [{name: web, templates: [a, b], vars: {X: "{X}/vm"}}]
)";
  CHECK(variable({layers}, "X") == "node/a/b/vm");
}

TEST_CASE("B8: a null takes a template's variable away, what is below comes back") {
  const std::string lower = R"(
nodes: [{name: lab, vars: {X: node}}]
templates:
  - {name: a, template: base, vars: {X: a, Y: a}}
  - {name: b, vars: {X: null}}
)";
  CHECK(variable({lower, "vms: [{name: web, template: a, vars: {X: null, Y: null}}]"}, "X") == "node");
  CHECK(variable({lower, "vms: [{name: web, template: a, vars: {X: null, Y: null}}]"}, "Y") == "nothing");
  CHECK(variable({lower, "vms: [{name: web, templates: [a, b], vars: {X: '{X}/vm'}}]"}, "X") == "node/vm");
  CHECK(variable({lower, "vms: [{name: web, template: a, vars: null}]"}, "Y") == "nothing");
  CHECK(variable({lower, "vms: [{name: web, template: a, vars: {Y: vm}}]", "vms: [{name: web, vars: {Y: null}}]"},
                 "Y") == "nothing");
  CHECK(variable({"vms: [{name: web, template: base, vars: {DEFAULT_POOL_NAME: null}}]"}, "DEFAULT_POOL_NAME") ==
        "default");
}

TEST_CASE("a null of all variables in a template of a template takes away what templates before it gave") {
  const std::string templates = R"(
templates:
  - {name: a, template: base, vars: {X: a}}
  - {name: cleared, vars: null}
  - {name: b, template: cleared, vars: {Y: b}}
vms: [{name: web, templates: [a, b]}]
)";
  CHECK(variable({templates}, "X") == "nothing");
  CHECK(variable({templates}, "Y") == "b");
}

TEST_CASE("a null brings defaults back, across templates and sources") {
  const std::string pools = R"(
templates:
  - name: storage
    template: base
    libvirt: {pools: [{name: p, directory: {path: /p}, deletionPolicy: Retain}]}
)";
  const std::string null = "libvirt: {pools: [{name: p, deletionPolicy: null}]}";
  CHECK(
      resolve({pools, "vms: [{name: web, template: storage, " + null + "}]"}).configuration.pools[0].deletion_policy ==
      DeletionPolicy::kDelete);
  CHECK(resolve({pools, "vms: [{name: web, template: storage}]", "vms: [{name: web, " + null + "}]"})
            .configuration.pools[0]
            .deletion_policy == DeletionPolicy::kDelete);
}

TEST_CASE("C11: a volume changes from one form to another") {
  const auto vm = resolve({R"(
templates:
  - name: storage
    template: base
    libvirt: {volumes: [{name: v, poolName: p, uploadFile: {path: f}}]}
vms:
  - name: web
    template: storage
    libvirt: {volumes: [{name: v, poolName: p, uploadFile: null, capacity: 1G}]}
)"});
  CHECK(std::holds_alternative<Blank>(vm.configuration.volumes.at(0).source));
  CHECK(vm.configuration.volumes.at(0).capacity->value == "1G");
}

TEST_CASE("C10: a volume of the same name in another pool is another volume") {
  const auto vm = resolve({R"(
templates:
  - name: storage
    template: base
    libvirt: {volumes: [{name: v, poolName: p, capacity: 1G}]}
vms:
  - name: web
    template: storage
    libvirt: {volumes: [{name: v, poolName: q, capacity: 2G}]}
)"});
  CHECK(vm.configuration.volumes.size() == 2);
}

TEST_CASE("D10: the node and the image may use variables") {
  const std::string vm = R"(
templates: [{name: t, template: base, vars: {RELEASE: "11", SITE: la}}]
vms: [{name: web, template: t, nodeName: "{SITE}b", image: "debian:{RELEASE}", vars: {SITE: "{HALF}", HALF: la}}]
)";
  const VmConfiguration configuration = resolve({vm}).configuration;
  CHECK(configuration.image.tag.value == "11");
  CHECK(configuration.node.name.value == "lab");
  CHECK(resolved({vm}, {"vm", "image"}) == "debian:11\n");
}

TEST_CASE("the node and the image cannot use what is computed from them") {
  CHECK(mistakes_in_vm({"vms: [{name: web, template: base, image: 'debian:{IMAGE_TAG}', vars: {IMAGE_TAG: 1}}]"}) == R"(
r.yaml:1:50: error: variable "IMAGE_TAG" is not known here
    1 | vms: [{name: web, template: base, image: 'debian:{IMAGE_TAG}', vars: {IMAGE_TAG: 1}}]
      |                                                  ^~~~~~~~~~~
  It is computed from the node and the image, which are looked up first.
)");
}

TEST_CASE("D11: the node's URI uses the node's variables") {
  const std::string node = R"(
nodes:
  - name: far
    vars: {HOST: "{NODE_NAME}.example", USER: root}
    libvirt: {connection: {uri: "qemu+ssh://{USER}@{HOST}/system"}}
)";
  CHECK(resolve({node, "vms: [{name: web, template: base, nodeName: far}]"}).configuration.node.uri.value ==
        "qemu+ssh://root@far.example/system");
  CHECK(mistakes_in_vm({"nodes: [{name: far, libvirt: {connection: {uri: 'x://{ZONE}'}}}]",
                        "vms: [{name: web, template: base, nodeName: far, vars: {ZONE: a}}]"}) == R"(
r.yaml:1:54: error: variable "ZONE" is not defined
    1 | nodes: [{name: far, libvirt: {connection: {uri: 'x://{ZONE}'}}}]
      |                                                      ^~~~~~
  Set it under "vars" of the node.
  Write "{{" and "}}" for literal braces, or put !raw before the text to leave variables alone in it.
)");
}

TEST_CASE("D13: a tag's variables use the tag's groups") {
  CHECK(variable({R"(
images:
  - name: box
    tags: [{pattern: '^(?P<major>\d+)\.(?P<minor>\d+)$', url: u, volumeName: v, vars: {SHORT: "{major}<minor>"}}]
vms: [{name: web, template: base, image: "box:24.04"}]
)"},
                 "SHORT") == "2404");
}

TEST_CASE("keys are never expanded") {
  CHECK(resolved({R"(
vms:
  - name: web
    template: base
    cloudInit: {noCloud: {seed: {path: s}, data: {user-data: {"{VM_NAME}": "{VM_NAME}"}}}}
)"},
                 kUserData) == "\"{VM_NAME}\": web\n");
}

TEST_CASE("!raw texts, lists and maps stay as they are, merged or not") {
  const std::string templates = R"(
templates:
  - name: t
    template: base
    cloudInit:
      noCloud:
        seed: {path: s}
        data:
          user-data:
            raw: !raw {a: "{x} <VM_NAME>", b: "{y}"}
            list: !raw ["{{ z }}"]
            expanded: "{VM_NAME}"
)";
  const std::string vm = R"(
vms:
  - name: web
    template: t
    cloudInit: {noCloud: {data: {user-data: {raw: {b: "<VM_NAME>", c: "{VM_NAME}"}}}}}
)";
  CHECK(resolved({templates, vm}, kUserData) == R"(raw:
  a: "{x} <VM_NAME>"
  b: web
  c: web
list:
- "{{ z }}"
expanded: web
)");
}

TEST_CASE("D5: shell in user-data, with heredocs and variables") {
  CHECK(resolve({R"(
vms:
  - name: web
    template: base
    cloudInit:
      noCloud:
        seed: {path: s}
        data:
          user-data: |
            #!/bin/sh
            cat <<EOF >/etc/motd
            <VM_NAME> on <NODE_NAME>: ${{HOME}} <<VM_NAME>>
            EOF
)"})
            .configuration.cloud_init->user_data->text() ==
        "#!/bin/sh\ncat <<EOF >/etc/motd\nweb on lab: ${HOME} <VM_NAME>\nEOF\n");
}

TEST_CASE("D9: a value for a computed variable is a warning at its place") {
  CHECK(warnings_of_vm({R"(
nodes: [{name: lab, vars: {VM_NAME: x}}]
templates: [{name: t, template: base, vars: {IMAGE_TAG: q}}]
vms: [{name: web, template: t, vars: {NODE_NAME: null}}]
)"}) == R"(
r.yaml:1:28: warning: variable "VM_NAME" is computed: this value cannot win [computed-variable]
    1 | nodes: [{name: lab, vars: {VM_NAME: x}}]
      |                            ^~~~~~~
  Give the variable another name.
r.yaml:2:46: warning: variable "IMAGE_TAG" is computed: this value cannot win [computed-variable]
    2 | templates: [{name: t, template: base, vars: {IMAGE_TAG: q}}]
      |                                              ^~~~~~~~~
  Give the variable another name.
r.yaml:3:14: note: VM "web" inherits it from template "t"
)");
}

TEST_CASE("warnings of a VM's texts come with the VM") {
  CHECK(warnings_of_vm({"vms: [{name: web, template: base, libvirt: {domain: {virtInstall: {x: a<VM_NAM>}}}}]"}) == R"(
r.yaml:1:72: warning: "<VM_NAM>" is no variable and stays as it is [near-variable]
    1 | vms: [{name: web, template: base, libvirt: {domain: {virtInstall: {x: a<VM_NAM>}}}}]
      |                                                                        ^~~~~~~~
  Did you mean "<VM_NAME>"?
)");
}

TEST_CASE("the same registry resolves to the same bytes, however often") {
  const std::vector<std::string> texts = {
      "vms: [{name: web, template: base, vars: {A: '{B}', B: 1, C: '{A}'}, description: d}]"};
  CHECK(resolved(texts, {}) == resolved(texts, {}));
}

TEST_CASE("the keys of a printed VM have one order") {
  CHECK(resolved({R"(
vms:
  - ssh: {user: u}
    libvirt: {domain: {virtInstall: {memory: 1}}}
    vars: {A: "{VM_NAME}"}
    image: debian:11
    description: d
    template: base
    name: web
)"},
                 {"vm"}) == R"(name: web
description: d
nodeName: lab
image: debian:11
provisioner: v1alpha1
vars:
  A: web
libvirt:
  domain:
    name: web
    virtInstall:
      memory: "1"
ssh:
  user: u
)");
}

TEST_CASE("an image's URL is found without a VM") {
  const auto registry = registry_of({});
  CHECK(resolve_image_url(*registry, "debian:10") == "https://images.example/debian-10.qcow2");
  CHECK(mistakes_of([&] { resolve_image_url(*registry, "debian"); }) == R"text(
error: image "debian" has no tag "latest"
  The only pattern is "^(?P<v>\d+)$".
lab.yaml:5:11: note: image "debian" is defined here
)text");
}

TEST_CASE("what sources put in each other's place is merged with templates like the rest") {
  const std::string templates = "templates: [{name: t, template: base, vars: {X: 1, Y: 1}}]\n";
  CHECK(resolved({templates + "vms: [{name: web, template: t, vars: {A: 1}}]", "vms: [{name: web, vars: null}]",
                  "vms: [{name: web, vars: {Y: 2}, description: '{X}{Y}'}]"},
                 {"vm"})
            .find("description: \"12\"") != std::string::npos);
  const std::string disks =
      "templates: [{name: t, template: base, libvirt: {domain: {virtInstall: {disk: [{name: a, options: {x: "
      "1}}]}}}}]\n";
  CHECK(resolved({disks + "vms: [{name: web, template: t, libvirt: {domain: {virtInstall: {disk: none}}}}]",
                  "vms: [{name: web, libvirt: {domain: {virtInstall: {disk: [{name: a, options: {y: 2}}]}}}}]"},
                 {"vm", "libvirt", "domain", "virtInstall", "disk"}) ==
        "- name: a\n  options:\n    x: \"1\"\n    y: \"2\"\n");
}
