#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& libvirt) {
  return render(find_double_escapes(resolve({web("    libvirt: {" + libvirt + "}\n")})));
}

}  // namespace

TEST_CASE("what virt-install escapes twice is told of the suboptions of devices") {
  CHECK(warnings_about("domain: {virtInstall: {graphics: [{name: vnc, options: {password: 'p&q'}}]}}") == R"(
r.yaml:4:81: warning: virt-install up to 5.0 escapes this & twice [double-escape]
    4 |     libvirt: {domain: {virtInstall: {graphics: [{name: vnc, options: {password: 'p&q'}}]}}}
      |                                                                                 ^~~~~
  The domain would get another text; so it does with each of & < > " '.
)");
  CHECK(warnings_about("domain: {virtInstall: {filesystem: 'source=/a,target=<b>'}}") == R"(
r.yaml:4:50: warning: virt-install up to 5.0 escapes this < twice [double-escape]
    4 |     libvirt: {domain: {virtInstall: {filesystem: 'source=/a,target=<b>'}}}
      |                                                  ^~~~~~~~~~~~~~~~~~~~~~
  The domain would get another text; so it does with each of & < > " '.
)");
}

TEST_CASE("what virt-install escapes twice is told of paths of pools") {
  CHECK(warnings_about("pools: [{name: p, directory: {path: \"/srv/Ann's\"}}]") == R"(
r.yaml:4:51: warning: virt-install up to 5.0 escapes this ' twice [double-escape]
    4 |     libvirt: {pools: [{name: p, directory: {path: "/srv/Ann's"}}]}
      |                                                   ^~~~~~~~~~~~
  No domain would find its disks there; so it does with each of & < > " '.
)");
}

TEST_CASE("texts of elements are escaped once, and so is what is no device's") {
  for (const char* options : {"disk: [{name: root, options: {serial: 'a&b', size: 1}}]",
                              "boot: 'kernel=/k,cmdline=a&b'", "metadata: [{name: m, options: {description: 'a < b'}}]",
                              "disk: vol=p/a", "rng: [{name: r, options: {type: random, device: '/dev/a&b'}}]"}) {
    CHECK(warnings_about("domain: {virtInstall: {" + std::string(options) + "}}") == "\n");
  }
}
