#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

constexpr const char* kImage = ".images/debian-12.qcow2";

std::string warnings_about(const std::string& first, const std::string& second) {
  return render(find_unmade_uploads(
      resolve({web("    cloudInit: {noCloud: {seed: {path: seed.iso}, data: {user-data: {}}}}\n"
                   "    libvirt:\n"
                   "      volumes:\n"
                   "        - {name: a, poolName: p, uploadFile: {path: " +
                   first + "}}\n        - {name: b, poolName: p, uploadFile: {path: " + second + "}}\n")})));
}

}  // namespace

TEST_CASE("an upload of a file that nothing makes, where the seed is uploaded nowhere, is told") {
  CHECK(warnings_about(kImage, "seeds.iso") == R"(
r.yaml:8:53: warning: the VM does not make the file "seeds.iso" [unmade-upload]
    8 |         - {name: b, poolName: p, uploadFile: {path: seeds.iso}}
      |                                                     ^~~~~~~~~
  It makes "seed.iso", from which no volume is uploaded. Did you mean that?
)");
}

TEST_CASE("an upload of the image from another directory is told") {
  CHECK(warnings_about("../debian-12.qcow2", "seed.iso") == R"(
r.yaml:7:53: warning: the VM does not make the file "../debian-12.qcow2" [unmade-upload]
    7 |         - {name: a, poolName: p, uploadFile: {path: ../debian-12.qcow2}}
      |                                                     ^~~~~~~~~~~~~~~~~~
  It makes ".images/debian-12.qcow2", from which no volume is uploaded. Did you mean that?
)");
}

TEST_CASE("what the VM makes, and other files beside it, are right") {
  for (const char* other : {"seed.iso", "./seed.iso", "\"{DEFAULT_IMAGE_DIR}/{IMAGE_VOLUME_NAME}\"", "data.qcow2"}) {
    CAPTURE(other);
    CHECK(warnings_about(kImage, other) == "\n");
  }
  CHECK(warnings_about("seed.iso", "virtio-win.iso") == "\n");
}
