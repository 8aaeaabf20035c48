#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& options, const std::string& upload = "seed.iso") {
  return render(
      find_unattached_seeds(resolve({web("    cloudInit: {noCloud: {seed: {path: seed.iso}, data: {user-data: {}}}}\n"
                                         "    libvirt:\n"
                                         "      volumes: [{name: web-seed, poolName: p, uploadFile: {path: " +
                                         upload + "}}]\n      domain: {virtInstall: {" + options + "}}\n")})));
}

}  // namespace

TEST_CASE("a seed that is uploaded and on no disk is told") {
  CHECK(warnings_about("disk: vol=p/root") == R"(
r.yaml:6:24: warning: no disk of the VM has the seed "p/web-seed" [unattached-seed]
    6 |       volumes: [{name: web-seed, poolName: p, uploadFile: {path: seed.iso}}]
      |                        ^~~~~~~~
  The guest would not see it. Give it one: disk: [{name: seed, options: {vol: p/web-seed, device: cdrom}}].
)");
}

TEST_CASE("a seed is on a disk by its volume or its path; another warning tells of its misspelt name") {
  for (const char* options : {"disk: 'vol=p/web-seed,device=cdrom'", "disk: [{name: seed, options: {vol: p/web-seed}}]",
                              "cdrom: /pools/p/web-seed", "disk: '\"vol=p/web-seed\"'", "disk: vol=p/web-sead"}) {
    CAPTURE(options);
    CHECK(warnings_about(options) == "\n");
  }
  CHECK(warnings_about("disk: vol=p/root", "other.iso") == "\n");
}
