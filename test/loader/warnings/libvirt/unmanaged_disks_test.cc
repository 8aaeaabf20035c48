#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& fields) {
  return render(find_unmanaged_disks(resolve({web("    libvirt: {domain: {virtInstall: {" + fields + "}}}\n")})));
}

}  // namespace

TEST_CASE("a disk of a path or of a size is no volume of a pool") {
  CHECK(warnings_about("disk: [{name: a, options: {path: /srv/a.qcow2}}, {name: b, options: {size: 20}}]") == R"(
r.yaml:4:71: warning: disk "/srv/a.qcow2" is no volume of a pool [unmanaged-disk]
    4 |     libvirt: {domain: {virtInstall: {disk: [{name: a, options: {path: /srv/a.qcow2}}, {name: b, options: {size: 20}}]}}}
      |                                                                       ^~~~~~~~~~~~
  virt-install makes a pool of its directory, and starts it at every boot of the node. List the pool and the volume, and write vol=POOL/VOLUME.
r.yaml:4:113: warning: this disk would be made by virt-install [unmanaged-disk]
    4 |     libvirt: {domain: {virtInstall: {disk: [{name: a, options: {path: /srv/a.qcow2}}, {name: b, options: {size: 20}}]}}}
      |                                                                                                                 ^~
  Nothing here would remove it. List it in "volumes" with a "capacity", and write vol=POOL/VOLUME.
)");
  CHECK(warnings_about("disk: \"/srv/a.qcow2,bus=virtio\"") == R"(
r.yaml:4:44: warning: disk "/srv/a.qcow2" is no volume of a pool [unmanaged-disk]
    4 |     libvirt: {domain: {virtInstall: {disk: "/srv/a.qcow2,bus=virtio"}}}
      |                                            ^~~~~~~~~~~~~~~~~~~~~~~~~
  virt-install makes a pool of its directory, and starts it at every boot of the node. List the pool and the volume, and write vol=POOL/VOLUME.
)");
}

TEST_CASE("volumes, devices and none are right") {
  for (const char* fields :
       {"disk: [{name: a, options: {vol: default/a}}]", "disk: none", "disk: path=/dev/sdb", "cdrom: /srv/a.iso"}) {
    CAPTURE(fields);
    CHECK(warnings_about(fields) == "\n");
  }
}
