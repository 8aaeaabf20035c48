#include "test/catch.h"
#include "test/loader/warnings/kubevirt/clustered_warnings.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& modes, const std::string& strategy = "LiveMigrate") {
  return warnings_of_spec(
      find_unshared_volumes, "{evictionStrategy: " + strategy + "}",
      "      dataVolumes: [{name: '{VM_NAME}-root', spec: {storage: {accessModes: [" + modes + "]}}}]\n");
}

}  // namespace

TEST_CASE("a guest whose volume is one machine's at a time cannot be migrated") {
  CHECK(warnings_about("ReadWriteOnce") == R"(
r2.yaml:8:76: warning: data volume "web-root" is not ReadWriteMany: the guest cannot be migrated [unshared-volume]
    8 |       dataVolumes: [{name: '{VM_NAME}-root', spec: {storage: {accessModes: [ReadWriteOnce]}}}]
      |                                                                            ^
  "evictionStrategy: LiveMigrate" wants that of all its volumes.
r2.yaml:7:36: note: the guest is to be migrated
)");
}

TEST_CASE("it can with a shared one, and need not without that strategy") {
  CHECK(warnings_about("ReadWriteMany") == "\n");
  CHECK(warnings_about("ReadWriteOnce", "None") == "\n");
}
