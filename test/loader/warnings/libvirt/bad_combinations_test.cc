#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& fields) {
  return render(find_bad_combinations(resolve({web("    libvirt: {domain: {virtInstall: {" + fields + "}}}\n")})));
}

}  // namespace

TEST_CASE("what virt-install cannot have together is told") {
  CHECK(warnings_about("import: true, cdrom: /a.iso") == R"(
r.yaml:4:38: warning: virt-install option "import" does not go with "cdrom" [bad-combination]
    4 |     libvirt: {domain: {virtInstall: {import: true, cdrom: /a.iso}}}
      |                                      ^~~~~~
  virt-install would install from the medium, and import nothing.
r.yaml:4:52: note: "cdrom" is here
)");
  CHECK(warnings_about("machine: pc-q35-7.2, disk: [{name: a, options: {vol: p/a, bus: ide}}]") == R"(
r.yaml:4:59: warning: virt-install option "disk" with bus=ide does not go with "machine: pc-q35*" [bad-combination]
    4 |     libvirt: {domain: {virtInstall: {machine: pc-q35-7.2, disk: [{name: a, options: {vol: p/a, bus: ide}}]}}}
      |                                                           ^~~~
  QEMU's q35 has no IDE: use "sata" or "virtio".
r.yaml:4:47: note: "machine: pc-q35*" is here
)");
}

TEST_CASE("each alone, and one that is left out, are right") {
  for (const char* fields : {"import: true", "cdrom: /a.iso", "import: false, cdrom: /a.iso",
                             "machine: q35, disk: \"vol=p/a,bus=sata\"", "machine: pc, disk: \"vol=p/a,bus=ide\""}) {
    CAPTURE(fields);
    CHECK(warnings_about(fields) == "\n");
  }
}
