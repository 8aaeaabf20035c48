#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& options) {
  const std::string vm = web("    libvirt: {domain: {virtInstall: {" + options + "}}}\n");
  return render(find_unknown_options(resolve({vm})));
}

}  // namespace

TEST_CASE("an option that virt-install does not have is told, with a near match") {
  CHECK(warnings_about("vcpsu: 2") == R"(
r.yaml:4:38: warning: virt-install has no option "vcpsu" [unknown-option]
    4 |     libvirt: {domain: {virtInstall: {vcpsu: 2}}}
      |                                      ^~~~~
  Did you mean "vcpus"?
)");
  CHECK(warnings_about("florp: true") == R"(
r.yaml:4:38: warning: virt-install has no option "florp" [unknown-option]
    4 |     libvirt: {domain: {virtInstall: {florp: true}}}
      |                                      ^~~~~
)");
}

TEST_CASE("a suboption that virt-install does not have is told, also in a text") {
  CHECK(warnings_about("disk: [{name: root, options: {sise: 10}}]") == R"(
r.yaml:4:68: warning: virt-install option "disk" has no suboption "sise" [unknown-option]
    4 |     libvirt: {domain: {virtInstall: {disk: [{name: root, options: {sise: 10}}]}}}
      |                                                                    ^~~~
  Did you mean "size"?
)");
  CHECK(warnings_about("disk: \"size=10,buss=virtio\"") == R"(
r.yaml:4:44: warning: virt-install option "disk" has no suboption "buss" [unknown-option]
    4 |     libvirt: {domain: {virtInstall: {disk: "size=10,buss=virtio"}}}
      |                                            ^~~~~~~~~~~~~~~~~~~~~
  Did you mean "bus"?
)");
}

TEST_CASE("a word alone is told where no option has a leading one") {
  CHECK(warnings_about("boot: efi") == R"(
r.yaml:4:44: warning: virt-install option "boot" has no suboption "efi" [unknown-option]
    4 |     libvirt: {domain: {virtInstall: {boot: efi}}}
      |                                            ^~~
  Did you mean "uefi"?
)");
}

TEST_CASE("what virt-install has is right, with numbers in names and leading words too") {
  for (const char* options :
       {"vcpus: 2, memory: 2048, os-variant: debian12, noautoconsole: true",
        "boot: [{name: a, options: {uefi: true, boot0.dev: hd, boot.dev: cdrom, firmware.feature12.name: x}}]",
        "network: [{name: a, options: {user: true, model.type: virtio}}], graphics: \"vnc,listen=0.0.0.0\"",
        "cpu: \"host-passthrough,cell0.id=0,cell0.cpus=0-1\"", "osinfo: \"detect=on,require=off\"",
        "xml: \"./@foo=bar\", qemu-commandline: \"-foo a=b\", extra-args: \"a=b,c=d\"",
        "disk: \"path='a,b=c',size=1\""}) {
    CHECK(warnings_about(options) == "\n");
  }
}
