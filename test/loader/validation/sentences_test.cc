#include "loader/validation/sentences.h"

#include "test/catch.h"
#include "test/loader/validation/rendered_mistakes.h"

namespace vmp {

TEST_CASE("a choice is one of its words", "[sentences]") {
  CHECK(mistakes_in_registry("images: [{name: d, tags: [{pattern: a, url: b, volumeName: c, checksum: {algorithm: "
                             "sha265, url: d}}]}]") ==
        R"(
r.yaml:1:85: error: "algorithm" must be "sha256" or "sha512", not "sha265"
    1 | images: [{name: d, tags: [{pattern: a, url: b, volumeName: c, checksum: {algorithm: sha265, url: d}}]}]
      |                                                                                     ^~~~~~
  Did you mean "sha256"?
)");
  CHECK(mistakes_in_registry("images: [{name: d, tags: [{pattern: a, url: b, volumeName: c, checksum: {algorithm: [a], "
                             "url: d}}]}]") ==
        R"(
r.yaml:1:85: error: "algorithm" must be "sha256" or "sha512", not a list
    1 | images: [{name: d, tags: [{pattern: a, url: b, volumeName: c, checksum: {algorithm: [a], url: d}}]}]
      |                                                                                     ^
)");
  CHECK(
      mistakes_in_registry("images: [{name: d, tags: [{pattern: a, url: b, volumeName: c, archive: {type: null}}]}]") ==
      R"(
r.yaml:1:79: error: "type" must be "7z", "xz", "gz", "bz2", "zst", "zip", "tar", "tar.gz", "tar.xz", "tar.bz2" or "tar.zst", not null
    1 | images: [{name: d, tags: [{pattern: a, url: b, volumeName: c, archive: {type: null}}]}]
      |                                                                               ^~~~
)");
  CHECK(mistakes_in_registry(
            "images: [{name: d, tags: [{pattern: a, url: b, volumeName: c, checksum: {algorithm: md5, url: d}}]}]") ==
        R"(
r.yaml:1:85: error: "algorithm" must be "sha256" or "sha512", not "md5"
    1 | images: [{name: d, tags: [{pattern: a, url: b, volumeName: c, checksum: {algorithm: md5, url: d}}]}]
      |                                                                                     ^~~
)");
}

TEST_CASE("an archive's type stands in a map", "[sentences]") {
  CHECK(mistakes_in_registry("images: [{name: d, tags: [{pattern: a, url: b, volumeName: c, archive: xz}]}]") ==
        R"(
r.yaml:1:72: error: "archive" must be a map, not text
    1 | images: [{name: d, tags: [{pattern: a, url: b, volumeName: c, archive: xz}]}]
      |                                                                        ^~
  The type stands in a map: {type: xz}.
)");
}

TEST_CASE("texts follow their rules", "[sentences]") {
  CHECK(mistakes_in_registry("vms: [{name: ../x}]") ==
        R"(
r.yaml:1:14: error: name "../x" must not contain "/"
    1 | vms: [{name: ../x}]
      |              ^~~~
  A name has letters, digits and . _ + @ - and begins with a letter, a digit or _.
)");
  CHECK(mistakes_in_registry(R"(images: [{name: "debian:12"}])") ==
        R"(
r.yaml:1:17: error: name "debian:12" must not contain ":"
    1 | images: [{name: "debian:12"}]
      |                 ^~~~~~~~~~~
  What follows the colon of a reference is a tag.
)");
  CHECK(mistakes_in_registry("images: [{name: d, tags: [{pattern: a, url: b, volumeName: c, checksum: md5:1}]}]") ==
        R"(
r.yaml:1:73: error: checksum "md5:1" must be sha256:HEX or sha512:HEX
    1 | images: [{name: d, tags: [{pattern: a, url: b, volumeName: c, checksum: md5:1}]}]
      |                                                                         ^~~~~
)");
  CHECK(mistakes_in_registry(R"(templates: [{name: ""}])") ==
        R"(
r.yaml:1:20: error: "name" must not be empty
    1 | templates: [{name: ""}]
      |                    ^~
)");
  CHECK(mistakes_in_registry("vms: [{name: web, libvirt: {domain: {virtInstall: {a b: 1}}}}]") ==
        R"(
r.yaml:1:52: error: virt-install option "a b" must have lower-case letters, digits and dashes only
    1 | vms: [{name: web, libvirt: {domain: {virtInstall: {a b: 1}}}}]
      |                                                    ^~~
  Write an option of virt-install without the dashes before it: "memory", "os-variant".
)");
  CHECK(mistakes_in_registry(
            R"(vms: [{name: web, libvirt: {domain: {virtInstall: {disk: [{name: a, options: {"a,b": 1}}]}}}}])") ==
        R"(
r.yaml:1:79: error: suboption "a,b" must not contain ","
    1 | vms: [{name: web, libvirt: {domain: {virtInstall: {disk: [{name: a, options: {"a,b": 1}}]}}}}]
      |                                                                               ^~~~~
  Each suboption is a key with its value: {KEY: VALUE}.
)");
  CHECK(mistakes_in_registry("vms: [{name: web, ssh: {options: {-o Port: 1}}}]") ==
        R"(
r.yaml:1:35: error: ssh option "-o Port" must have letters and digits only
    1 | vms: [{name: web, ssh: {options: {-o Port: 1}}}]
      |                                   ^~~~~~~
  The names are those of ssh_config(5): "LogLevel".
)");
  CHECK(mistakes_in_vm(kCompleteVm + "  volumes: [{name: a/b, poolName: p, capacity: 1.5G}]") ==
        R"(
r.yaml:7:20: error: name "a/b" must not contain "/"
    7 |   volumes: [{name: a/b, poolName: p, capacity: 1.5G}]
      |                    ^~~
  A name has letters, digits and . _ + @ - and begins with a letter, a digit or _.
r.yaml:7:48: error: capacity "1.5G" must be a size
    7 |   volumes: [{name: a/b, poolName: p, capacity: 1.5G}]
      |                                                ^~~~
  A size is a number of bytes, or has a unit: 512MiB, 20G.
)");
  CHECK(mistakes_in_vm(kCompleteVm + "  volumes: [{name: a, poolName: p, capacity: 16E}]") ==
        R"(
r.yaml:7:46: error: capacity "16E" must be less than 8E
    7 |   volumes: [{name: a, poolName: p, capacity: 16E}]
      |                                              ^~~
  libvirt counts up to 9223372036854775807 bytes.
)");
  CHECK(mistakes_in_vm(kCompleteVm + "ssh: {user: -oProxyCommand=x, host: a b}") ==
        R"(
r.yaml:7:13: error: user "-oProxyCommand=x" must not begin with "-"
    7 | ssh: {user: -oProxyCommand=x, host: a b}
      |             ^~~~~~~~~~~~~~~~
  ssh would take it for an option.
r.yaml:7:37: error: host "a b" must not contain blanks
    7 | ssh: {user: -oProxyCommand=x, host: a b}
      |                                     ^~~
)");
  CHECK(mistakes_in_vm(kCompleteVm + "cloudInit: {noCloud: {seed: {path: ../seed.iso}}}") ==
        R"(
r.yaml:7:36: error: path "../seed.iso" must stay inside the VM's directory
    7 | cloudInit: {noCloud: {seed: {path: ../seed.iso}}}
      |                                    ^~~~~~~~~~~
  Write it without "..".
)");
  CHECK(mistakes_in_vm(R"(name: web
nodeName: ""
image: a
provisioner: v1alpha1
libvirt: {domain: {name: "12"}}
)") ==
        R"(
r.yaml:2:11: error: "nodeName" must not be empty
    2 | nodeName: ""
      |           ^~
r.yaml:5:26: error: name "12" must not be digits alone
    5 | libvirt: {domain: {name: "12"}}
      |                          ^~~~
  To virsh they are the id of a running domain.
)");
}

TEST_CASE("a variable without quotes is a map", "[sentences]") {
  CHECK(mistakes_in_registry("vms: [{name: web, libvirt: {domain: {name: {VM_NAME}}}}]") ==
        R"(
r.yaml:1:44: error: "name" must be text, not a map
    1 | vms: [{name: web, libvirt: {domain: {name: {VM_NAME}}}}]
      |                                            ^
  A text that begins with a brace needs quotes: "{VM_NAME}".
)");
}

TEST_CASE("the wrong kind of value is at the value", "[sentences]") {
  CHECK(mistakes_in_registry("[]") ==
        R"(
r.yaml:1:1: error: the registry must be a map, not a list
    1 | []
      | ^
)");
  CHECK(mistakes_in_registry("vms: web") ==
        R"(
r.yaml:1:6: error: "vms" must be a list, not text
    1 | vms: web
      |      ^~~
)");
  CHECK(mistakes_in_registry("vms: [web]") ==
        R"(
r.yaml:1:7: error: an entry of "vms" must be a map, not text
    1 | vms: [web]
      |       ^~~
)");
  CHECK(mistakes_in_registry("images: [{name: d, tags: {a: b}}]") ==
        R"(
r.yaml:1:26: error: "tags" must be a list, not a map
    1 | images: [{name: d, tags: {a: b}}]
      |                          ^
  Each item of a list begins with a dash and a blank.
)");
  CHECK(mistakes_in_registry("vms: [{name: null}]") ==
        R"(
r.yaml:1:14: error: "name" must be text, not null
    1 | vms: [{name: null}]
      |              ^~~~
)");
  CHECK(mistakes_in_registry("vms: [{name: web, vars: {A: [1]}}]") ==
        R"(
r.yaml:1:29: error: "A" must be text, not a list
    1 | vms: [{name: web, vars: {A: [1]}}]
      |                             ^
)");
  CHECK(mistakes_in_registry("vms: [{name: web, cloudInit: {noCloud: {data: {user-data: [a]}}}}]") ==
        R"(
r.yaml:1:59: error: "user-data" must be a map or text, not a list
    1 | vms: [{name: web, cloudInit: {noCloud: {data: {user-data: [a]}}}}]
      |                                                           ^
)");
  CHECK(mistakes_in_registry("vms: [{name: web, libvirt: {domain: {virtInstall: {disk: {size: 1}}}}}]") ==
        R"(
r.yaml:1:58: error: "disk" must be text or a list, not a map
    1 | vms: [{name: web, libvirt: {domain: {virtInstall: {disk: {size: 1}}}}}]
      |                                                          ^
  A list has items of the form {name: NAME, options: {KEY: VALUE}}.
)");
  CHECK(mistakes_in_registry(
            "vms: [{name: web, libvirt: {domain: {virtInstall: {disk: [{name: a, options: {boot: [hd]}}]}}}}]") ==
        R"(
r.yaml:1:85: error: "boot" must be text, not a list
    1 | vms: [{name: web, libvirt: {domain: {virtInstall: {disk: [{name: a, options: {boot: [hd]}}]}}}}]
      |                                                                                     ^
)");
  CHECK(mistakes_in_registry("vms: [{name: web, template: [base]}]") ==
        R"(
r.yaml:1:29: error: "template" must be text, not a list
    1 | vms: [{name: web, template: [base]}]
      |                             ^
  Several templates go into "templates".
)");
  CHECK(mistakes_in_registry("vms: [{name: web, ssh: {options: {LogLevel: [~]}}}]") ==
        R"(
r.yaml:1:46: error: an entry of "LogLevel" must be text, not null
    1 | vms: [{name: web, ssh: {options: {LogLevel: [~]}}}]
      |                                              ^
)");
}

}  // namespace vmp
