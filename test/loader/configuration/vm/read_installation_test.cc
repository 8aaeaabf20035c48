#include "loader/configuration/vm/read_installation.h"

#include "loader/configuration/fleet/assemble_fleet.h"
#include "test/catch.h"
#include "test/loader/configuration/vm/resolved_vm.h"

using namespace vmp;
using namespace vmp::test;

// VMs that are installed.

namespace {

std::string vm_with(const std::string& install, const std::string& more = "",
                    const std::string& volumes = "[{name: root, poolName: p, capacity: 1G}]") {
  return "vms:\n  - name: web\n    template: base\n    image: null\n    provisioner: v1beta1\n" + more +
         "    libvirt:\n      domain:\n        install: " + install + "\n      volumes: " + volumes + "\n";
}

}  // namespace

TEST_CASE("a VM that is installed has no image, and what the installer needs to know") {
  const std::string text = vm_with("{kernel: /k, initrd: \"/i-{VM_NAME}\", extraArgs: a b, timeout: 5m}");
  const VmConfiguration vm = resolve({text}).configuration;
  CHECK_FALSE(vm.has_image());
  const Installation installation = *vm.installation;
  std::string words;
  for (const ImageWord& word : installation.words) words += word.key + "=" + word.value.value + "\n";
  CHECK(words == "extraArgs=a b\ninitrd=/i-web\nkernel=/k\nseconds=300\ndisk=p/root\n");
  CHECK(vm.domain.virt_install.empty());
  CHECK(resolved({text}, {"image"}) == "nothing");
}

TEST_CASE("a VM may be installed from a disc, downloaded or built") {
  const std::string images = R"(images:
  - name: built
    provisioner: v1beta1
    tags: [{pattern: ^1$, volumeName: built.iso, build: {from: {builder: debian-12}}}]
)";
  const auto words_of = [&](const std::string& disc) {
    const VmConfiguration vm = resolve({images + vm_with("{cdrom: \"" + disc + "\"}")}).configuration;
    std::string words;
    const Installation installation = *vm.installation;
    for (const ImageWord& word : installation.words) words += word.key + "=" + word.value.value + "\n";
    return words + describe_fleet_vm(vm).image.value_or("none");
  };
  CHECK(words_of("debian:12") == R"(seconds=3600
disk=p/root
image=debian:12
cdrom=../.images/debian-12.qcow2
url=https://images.example/debian-12.qcow2
format=qcow2
none)");
  const std::string of_built = words_of("built:1");
  CHECK(of_built.starts_with("seconds=3600\ndisk=p/root\nimage=built:1\ncdrom=../.images/built-"));
  CHECK(of_built.ends_with(".iso\ncdromBuiltBy=../images/built/1\nbuilt/1"));
}

TEST_CASE("what cannot be installed") {
  CHECK(mistakes_in_vm({vm_with("{autoinstall: {kind: kickstarter, file: none}}", "",
                                "[{name: root, poolName: p, "
                                "uploadFile: {path: x}}]")}) == R"(
r.yaml:8:18: error: "install" needs exactly one of "location", "kernel" and "cdrom"
    8 |         install: {autoinstall: {kind: kickstarter, file: none}}
      |                  ^
r.yaml:8:18: error: a VM that is installed needs a volume that is empty at first
    8 |         install: {autoinstall: {kind: kickstarter, file: none}}
      |                  ^
  It has neither "backingVolume" nor "uploadFile" under libvirt.volumes.
r.yaml:8:39: error: "kind" must be "preseed", "kickstart", "autoyast" or "autoinstall", not "kickstarter"
    8 |         install: {autoinstall: {kind: kickstarter, file: none}}
      |                                       ^~~~~~~~~~~
  Did you mean "kickstart"?
)");
  CHECK(mistakes_in_vm({R"(vms:
  - name: web
    template: base
    provisioner: v1beta1
    libvirt:
      domain:
        install: {location: /tree}
        virtInstall: {location: /tree, import: true, unattended: false}
      volumes: [{name: root, poolName: p, capacity: 1G}]
)"}) == R"(
lab.yaml:14:5: error: a VM that is installed has no image
   14 |     image: debian:12
      |     ^~~~~
  Take one of the two out; "image: null" takes away what a template says.
r.yaml:7:18: note: it is installed here
r.yaml:2:11: note: VM "web" inherits it from template "base"
r.yaml:8:23: error: a VM that is installed cannot have the option "location"
    8 |         virtInstall: {location: /tree, import: true, unattended: false}
      |                       ^~~~~~~~
  What the installer needs to know stands in "install".
r.yaml:8:40: error: a VM that is installed cannot have the option "import"
    8 |         virtInstall: {location: /tree, import: true, unattended: false}
      |                                        ^~~~~~
  What the installer needs to know stands in "install".
)");
  CHECK(mistakes_in_vm({"vms:\n  - {name: web, template: base, libvirt: {domain: {install: {location: /tree}}}}\n"}) ==
        R"(
r.yaml:2:52: error: provisioner "v1alpha1" has no "libvirt.domain.install"; "v1beta1" has
    2 |   - {name: web, template: base, libvirt: {domain: {install: {location: /tree}}}}
      |                                                    ^~~~~~~
  Write "provisioner: v1beta1". Or give it a "location" under virtInstall.
lab.yaml:12:18: note: the provisioner is "v1alpha1"
)");
  CHECK(mistakes_in_vm({"vms:\n  - {name: web, template: base, image: null, provisioner: v1beta1}\n"}) == R"(
r.yaml:2:12: error: VM "web" has no "image"
    2 |   - {name: web, template: base, image: null, provisioner: v1beta1}
      |            ^~~
  The only image is "debian".
r.yaml:2:40: note: "image" is null here, which takes its value away
)");
}
