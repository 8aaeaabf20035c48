#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& volume, const std::string& disk = "none") {
  return render(
      find_iso_formats(resolve({web("    libvirt:\n"
                                    "      volumes: [{name: a, poolName: p, " +
                                    volume + "}]\n      domain: {virtInstall: {disk: " + disk + "}}\n")})));
}

}  // namespace

TEST_CASE("an ISO image is of no other format than raw") {
  CHECK(warnings_about("format: qcow2, uploadFile: {path: seed.ISO}") == R"(
r.yaml:5:48: warning: "seed.ISO" is an ISO image, not one of format "qcow2" [iso-format]
    5 |       volumes: [{name: a, poolName: p, format: qcow2, uploadFile: {path: seed.ISO}}]
      |                                                ^~~~~
  QEMU would refuse it. Write "raw".
)");
  CHECK(warnings_about("capacity: 1G", "[{name: cd, options: {vol: p/installer.iso, format: qcow2}}]") == R"(
r.yaml:6:88: warning: "p/installer.iso" is an ISO image, not one of format "qcow2" [iso-format]
    6 |       domain: {virtInstall: {disk: [{name: cd, options: {vol: p/installer.iso, format: qcow2}}]}}
      |                                                                                        ^~~~~
  QEMU would refuse it. Write "raw".
)");
  CHECK(warnings_about("capacity: 1G", "'/srv/a.iso,driver.type=qcow2'") == R"(
r.yaml:6:36: warning: "/srv/a.iso" is an ISO image, not one of format "qcow2" [iso-format]
    6 |       domain: {virtInstall: {disk: '/srv/a.iso,driver.type=qcow2'}}
      |                                    ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  QEMU would refuse it. Write "raw".
)");
}

TEST_CASE("raw ISO images, and other files of any format, are right") {
  for (const char* volume : {"format: raw, uploadFile: {path: seed.iso}", "uploadFile: {path: seed.iso}",
                             "format: qcow2, uploadFile: {path: seed.qcow2}"}) {
    CAPTURE(volume);
    CHECK(warnings_about(volume) == "\n");
  }
  for (const char* disk : {"'vol=p/a.iso,format=raw'", "'vol=p/a.iso,device=cdrom'", "'vol=p/a,format=qcow2'",
                           "[{name: a, options: {vol: p/a.iso}}, {name: b, options: {vol: p/b, format: qcow2}}]"}) {
    CAPTURE(disk);
    CHECK(warnings_about("capacity: 1G", disk) == "\n");
  }
}
