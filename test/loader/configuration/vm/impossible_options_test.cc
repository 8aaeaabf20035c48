#include "test/catch.h"
#include "test/loader/configuration/vm/resolved_vm.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string mistakes_in(const std::string& options) {
  return mistakes_in_vm(
      {"vms:\n  - name: web\n    template: base\n    libvirt:\n      domain:\n        virtInstall:\n" + options});
}

}  // namespace

TEST_CASE("a number is not written in words, nor with a unit") {
  CHECK(mistakes_in(R"(          vcpus: two
          memory: 1 GiB
          disk: [{name: root, options: {vol: default/root, boot.order: first}}, {name: data, options: {size: 20G}}]
          graphics: vnc,port=any
)") == R"(
r.yaml:7:18: error: virt-install option "vcpus" takes a whole number, not "two"
    7 |           vcpus: two
      |                  ^~~
r.yaml:8:19: error: virt-install option "memory" takes a whole number, not "1 GiB"
    8 |           memory: 1 GiB
      |                   ^~~~~
  It is one of MiB, without a unit: 2048.
r.yaml:9:72: error: suboption "boot.order" of virt-install option "disk" takes a whole number, not "first"
    9 |           disk: [{name: root, options: {vol: default/root, boot.order: first}}, {name: data, options: {size: 20G}}]
      |                                                                        ^~~~~
r.yaml:9:110: error: suboption "size" of virt-install option "disk" takes a number, not "20G"
    9 |           disk: [{name: root, options: {vol: default/root, boot.order: first}}, {name: data, options: {size: 20G}}]
      |                                                                                                              ^~~
  For the size of a disk it is one of GiB, without a unit: 20.
r.yaml:10:21: error: suboption "port" of virt-install option "graphics" takes a whole number, not "any"
   10 |           graphics: vnc,port=any
      |                     ^~~~~~~~~~~~
)");
}

TEST_CASE("a flag takes no value, and what is none needs one") {
  CHECK(mistakes_in(R"(          import: "true"
          memory: true
          autostart: [{name: a}]
)") == R"(
r.yaml:7:19: error: virt-install option "import" is a flag, which takes no value
    7 |           import: "true"
      |                   ^~~~~~
  Write true, without quotes.
r.yaml:8:11: error: virt-install option "memory" needs a value, not a flag
    8 |           memory: true
      |           ^~~~~~
r.yaml:9:11: error: virt-install option "autostart" is a flag, which takes no value
    9 |           autostart: [{name: a}]
      |           ^~~~~~~~~
  Write true, without quotes.
)");
}

TEST_CASE("switches, volumes and MAC addresses have their forms") {
  CHECK(mistakes_in(R"(          features: acpi=perhaps
          disk: vol=root.qcow2
          network: [{name: lan, options: {mac: "52:54:0:1:2:3"}}]
)") == R"(
r.yaml:7:21: error: suboption "acpi" of virt-install option "features" takes "yes" or "no", not "perhaps"
    7 |           features: acpi=perhaps
      |                     ^~~~~~~~~~~~
r.yaml:8:17: error: suboption "vol" of virt-install option "disk" takes a pool and a volume, not "root.qcow2"
    8 |           disk: vol=root.qcow2
      |                 ^~~~~~~~~~~~~~
  Write POOL/VOLUME: "default/root.qcow2".
r.yaml:9:48: error: suboption "mac" of virt-install option "network" takes a MAC address, not "52:54:0:1:2:3"
    9 |           network: [{name: lan, options: {mac: "52:54:0:1:2:3"}}]
      |                                                ^~~~~~~~~~~~~~~
  It has six bytes in hexadecimal: 52:54:00:12:34:56.
)");
}

TEST_CASE("what virt-install takes is no mistake") {
  for (const char* options : {"vcpus: 2",
                              "vcpus: \"2,maxvcpus=4,sockets=1\"",
                              "vcpus: +0x2",
                              "vcpus: ' 2 '",
                              "memory: 1_024",
                              "memory: ''",
                              "memory: [{name: m, options: {memory: 1024, hugepages: true}}]",
                              "wait: true",
                              "wait: 5",
                              "wait: -1",
                              "import: false",
                              "import: null",
                              "unattended: true",
                              "autoconsole: none",
                              "disk: none",
                              "disk: \"size=0.5\"",
                              "disk: \"size='many',vol=x\\\\y\"",
                              "features: \"acpi=OFF,apic=1,pae\"",
                              "network: mac=RANDOM",
                              "florp: true",
                              "boot: uefi",
                              "disk: [{name: a, options: {readonly: true, vol: a/b/c, size: 1e1}}]"}) {
    CAPTURE(options);
    CHECK(mistakes_in("          " + std::string(options) + "\n") == "no error");
  }
}
