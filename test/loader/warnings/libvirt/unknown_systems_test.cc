#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& fields) {
  return render(find_unknown_systems(resolve({web("    libvirt: {domain: {virtInstall: {" + fields + "}}}\n")})));
}

}  // namespace

TEST_CASE("an operating system that is not listed is told, with a near match") {
  CHECK(warnings_about("osinfo: debain12") == R"(
r.yaml:4:46: warning: operating system "debain12" is not known to virt-install [unknown-system]
    4 |     libvirt: {domain: {virtInstall: {osinfo: debain12}}}
      |                                              ^~~~~~~~
  Did you mean "debian12"?
)");
  CHECK(warnings_about("os-variant: \"name=templeos,require=off\"") == R"(
r.yaml:4:50: warning: operating system "templeos" is not known to virt-install [unknown-system]
    4 |     libvirt: {domain: {virtInstall: {os-variant: "name=templeos,require=off"}}}
      |                                                  ^~~~~~~~~~~~~~~~~~~~~~~~~~~
  "virt-install --osinfo list" on the node lists the names.
)");
}

TEST_CASE("listed systems, URLs and what is to be found out are right") {
  for (const char* fields :
       {"osinfo: debian11", "osinfo: debian99", "osinfo: \"detect=on,require=off\"", "os-variant: none",
        "os-variant: \"short-id=fedora36\"", "osinfo: http://debian.org/debian/13"}) {
    CAPTURE(fields);
    CHECK(warnings_about(fields) == "\n");
  }
}
