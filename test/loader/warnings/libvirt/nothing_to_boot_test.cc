#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& options, const std::string& volume = "capacity: 8G") {
  return render(
      find_nothing_to_boot(resolve({web("    libvirt:\n"
                                        "      volumes: [{name: root, poolName: p, " +
                                        volume + "}]\n      domain: {virtInstall: {" + options + "}}\n")})));
}

}  // namespace

TEST_CASE("a VM that boots from its disks has one") {
  CHECK(warnings_about("import: true, network: none") == R"(
r.yaml:6:30: warning: the VM has nothing to boot from [nothing-to-boot]
    6 |       domain: {virtInstall: {import: true, network: none}}
      |                              ^~~~~~
  It has no disk, and no installer ("cdrom", "location") or network ("pxe") either.
)");
  CHECK(warnings_about("nodisks: true") == R"(
r.yaml:6:30: warning: the VM has nothing to boot from [nothing-to-boot]
    6 |       domain: {virtInstall: {nodisks: true}}
      |                              ^~~~~~~
  It has no disk, and no installer ("cdrom", "location") or network ("pxe") either.
)");
}

TEST_CASE("a VM that boots from its disks has one with something on it") {
  CHECK(warnings_about("import: true, disk: vol=p/root") == R"(
r.yaml:6:30: warning: the VM has nothing to boot from [nothing-to-boot]
    6 |       domain: {virtInstall: {import: true, disk: vol=p/root}}
      |                              ^~~~~~
  "import" boots from a disk, and all of the VM begin blank. Give one a "backingVolume" or an "uploadFile", or install from a "cdrom" or a "location".
)");
}

TEST_CASE("disks with something on them, and what else boots, are right") {
  for (const char* options :
       {"vcpus: 1", "import: true, disk: vol=p/other", "import: true, disk: '\"vol=p/root\"'",
        "import: true, disk: [{name: a, options: {vol: p/root}}, {name: b, options: {path: /dev/sdb}}]",
        "import: true, disk: vol=p/root, cdrom: /i.iso", "pxe: true, nodisks: true", "import: true, boot: network",
        "import: true, boot: 'kernel=/k,initrd=/i'", "import: true, network: 'network=lan,boot.order=1'",
        "import: false, nodisks: false"}) {
    CAPTURE(options);
    CHECK(warnings_about(options) == "\n");
  }
  CHECK(warnings_about("import: true, disk: vol=p/root", "capacity: 8G, deletionPolicy: Retain") == "\n");
  CHECK(warnings_about("import: true, disk: vol=p/root", "uploadFile: {path: a}") == "\n");
  CHECK(warnings_about("import: true, boot: uefi") != "\n");
}
