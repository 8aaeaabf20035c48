#include "loader/configuration/vm/resolve_vm.h"

#include "test/catch.h"
#include "test/loader/configuration/vm/resolved_vm.h"

// What resolve_configuration says of VMs that cannot be resolved.

using namespace vmp;
using namespace vmp::test;

TEST_CASE("a mistake in a template says which VM came to it") {
  CHECK(mistakes_in_vm({R"(
templates:
  - name: t
    template: base
    ssh: {user: "{NOPE}"}
vms:
  - {name: web, template: t}
)"}) == R"(
r.yaml:4:18: error: variable "NOPE" is not defined
    4 |     ssh: {user: "{NOPE}"}
      |                  ^~~~~~
  Set it under "vars" of the VM, a template, its image or its node.
  Write "{{" and "}}" for literal braces, or put !raw before the text to leave variables alone in it.
r.yaml:6:12: note: VM "web" inherits it from template "t"
)");
}

TEST_CASE("all mistakes of a VM's texts are reported at once, in order") {
  CHECK(mistakes_in_vm({R"(
vms:
  - name: web
    template: base
    vars: {A: "{B}", B: "{A}", C: "{NONE}"}
    libvirt: {domain: {virtInstall: {x: "{C} {", y: "{A}"}}}
    ssh: {user: "{C}"}
)"}) == R"(
r.yaml:4:15: error: variable "A" refers to itself: A -> B -> A
    4 |     vars: {A: "{B}", B: "{A}", C: "{NONE}"}
      |               ^~~~~
r.yaml:4:25: note: "B" is given here
r.yaml:4:36: error: variable "NONE" is not defined
    4 |     vars: {A: "{B}", B: "{A}", C: "{NONE}"}
      |                                    ^~~~~~
  Set it under "vars" of the VM, a template, its image or its node.
  Write "{{" and "}}" for literal braces, or put !raw before the text to leave variables alone in it.
r.yaml:5:46: error: lone "{"
    5 |     libvirt: {domain: {virtInstall: {x: "{C} {", y: "{A}"}}}
      |                                              ^
  Write "{{" and "}}" for literal braces, or put !raw before the text to leave variables alone in it.
)");
}

TEST_CASE("an unknown node and an unknown image are reported together") {
  CHECK(mistakes_in_vm({"vms:\n- name: web\n  template: base\n  nodeName: lba\n  image: debain:12\n"}) == R"(
r.yaml:4:13: error: node "lba" is not defined
    4 |   nodeName: lba
      |             ^~~
  Did you mean "lab"? It is defined at lab.yaml:2:11.
r.yaml:5:10: error: image "debain" is not defined
    5 |   image: debain:12
      |          ^~~~~~~~~
  Did you mean "debian"? It is defined at lab.yaml:5:11.
)");
}

TEST_CASE("a variable that a null takes away is not defined") {
  CHECK(mistakes_in_vm({R"(
templates: [{name: t, template: base, vars: {X: 1}}]
vms: [{name: web, template: t, vars: {X: ~}, ssh: {user: "{X}"}}]
)"}) == R"(
r.yaml:2:59: error: variable "X" is not defined
    2 | vms: [{name: web, template: t, vars: {X: ~}, ssh: {user: "{X}"}}]
      |                                                           ^~~
  The null at r.yaml:2:42 takes its value away.
)");
}

TEST_CASE("a node's URI knows the node's variables only") {
  CHECK(mistakes_in_vm({R"(
nodes: [{name: n, libvirt: {connection: {uri: "qemu:///{VM_NAME}"}}}]
vms: [{name: web, template: base, nodeName: n}]
)"}) == R"(
r.yaml:1:56: error: variable "VM_NAME" is not known here
    1 | nodes: [{name: n, libvirt: {connection: {uri: "qemu:///{VM_NAME}"}}}]
      |                                                        ^~~~~~~~~
  A node has one URI for all its VMs: it knows the variables of the node alone.
)");
}

TEST_CASE("a VM without a node and an image lacks both") {
  CHECK(mistakes_in_vm({"vms: [{name: web}]"}) == R"(
r.yaml:1:14: error: VM "web" has no "image"
    1 | vms: [{name: web}]
      |              ^~~
  The only image is "debian".
r.yaml:1:14: error: VM "web" has no "nodeName"
    1 | vms: [{name: web}]
      |              ^~~
  The only node is "lab".
)");
  CHECK(mistakes_in_vm({"vms: [{name: web, template: base, nodeName: null}]"}) == R"(
r.yaml:1:14: error: VM "web" has no "nodeName"
    1 | vms: [{name: web, template: base, nodeName: null}]
      |              ^~~
  The only node is "lab".
r.yaml:1:45: note: "nodeName" is null here, which takes its value away
)");
}

TEST_CASE("a node without a URI is an error") {
  CHECK(mistakes_in_vm({"nodes: [{name: bare}]", "vms: [{name: web, template: base, nodeName: bare}]"}) == R"(
r.yaml:1:16: error: node "bare" has no "libvirt.connection.uri"
    1 | nodes: [{name: bare}]
      |                ^~~~
)");
  CHECK(mistakes_in_vm(
            {"nodes: [{name: lab, libvirt: {connection: {uri: null}}}]", "vms: [{name: web, template: base}]"}) ==
        R"(
r.yaml:1:31: error: node "lab" has no "libvirt.connection.uri"
    1 | nodes: [{name: lab, libvirt: {connection: {uri: null}}}]
      |                               ^~~~~~~~~~
r.yaml:1:49: note: "uri" is null here, which takes its value away
)");
}

TEST_CASE("what a VM lacks when all is merged is an error") {
  CHECK(mistakes_in_vm({"vms: [{name: web, nodeName: lab, image: 'debian:12'}]"}) == R"(
r.yaml:1:14: error: VM "web" has no "libvirt.domain.name"
    1 | vms: [{name: web, nodeName: lab, image: 'debian:12'}]
      |              ^~~
r.yaml:1:14: error: VM "web" has no "provisioner"
    1 | vms: [{name: web, nodeName: lab, image: 'debian:12'}]
      |              ^~~
)");
}

TEST_CASE("C12: a volume of no form, or of two, is one mistake") {
  CHECK(mistakes_in_vm({R"(
vms:
  - name: web
    template: base
    libvirt:
      volumes:
        - {name: none, poolName: p}
        - {name: two, poolName: p, backingVolume: {name: b, poolName: p}, uploadFile: {path: f}}
)"}) == R"(
r.yaml:6:18: error: volume "none" needs exactly one of "capacity" alone, "backingVolume" and "uploadFile"
    6 |         - {name: none, poolName: p}
      |                  ^~~~
r.yaml:7:75: error: volume "two" needs exactly one of "capacity" alone, "backingVolume" and "uploadFile"
    7 |         - {name: two, poolName: p, backingVolume: {name: b, poolName: p}, uploadFile: {path: f}}
      |                                                                           ^~~~~~~~~~
r.yaml:7:36: note: "backingVolume" is given here
)");
}

TEST_CASE("line breaks in URIs and options are refused") {
  CHECK(mistakes_in_vm({"nodes: [{name: lab, libvirt: {connection: {uri: \"x://\\ny\"}}}]",
                        "vms: [{name: web, template: base, ssh: {user: \"a\\nb\"}}]"}) == R"(
r.yaml:1:49: error: "uri" holds a line break
    1 | nodes: [{name: lab, libvirt: {connection: {uri: "x://\ny"}}}]
      |                                                 ^~~~~~~~~
  The text becomes a part of a line in a Makefile, which cannot hold it. Write it in one line; ">-" folds several into one.
r2.yaml:1:47: error: "user" holds a line break
    1 | vms: [{name: web, template: base, ssh: {user: "a\nb"}}]
      |                                               ^~~~~~
  The text becomes a part of a line in a Makefile, which cannot hold it. Write it in one line; ">-" folds several into one.
)");
}

TEST_CASE("a template's mistakes are the VM's") {
  CHECK(mistakes_in_vm({"templates: [{name: t, template: bsae}]", "vms: [{name: web, template: t}]"}) == R"(
r.yaml:1:33: error: template "bsae" is not defined
    1 | templates: [{name: t, template: bsae}]
      |                                 ^~~~
  Did you mean "base"? It is defined at lab.yaml:11:11.
r2.yaml:1:14: note: VM "web" inherits it from template "t"
)");
}
