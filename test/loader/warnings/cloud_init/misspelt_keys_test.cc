#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& fields) {
  return render(
      find_misspelt_keys(resolve({web("    cloudInit: {noCloud: {seed: {path: s}, data: {" + fields + "}}}\n")})));
}

}  // namespace

TEST_CASE("a key that is nearly one of cloud-init is told, in maps and in texts") {
  CHECK(warnings_about("user-data: {ssh_authorised_keys: []}") == R"(
r.yaml:4:63: warning: cloud-init does not know the key "ssh_authorised_keys" of "user-data" [misspelt-key]
    4 |     cloudInit: {noCloud: {seed: {path: s}, data: {user-data: {ssh_authorised_keys: []}}}}
      |                                                               ^~~~~~~~~~~~~~~~~~~
  Did you mean "ssh_authorized_keys"?
)");
  CHECK(warnings_about("vendor-data: \"#cloud-config\\nrun_cmd: []\"") == R"(
r.yaml:4:64: warning: cloud-init does not know the key "run_cmd" of "vendor-data" [misspelt-key]
    4 |     cloudInit: {noCloud: {seed: {path: s}, data: {vendor-data: "#cloud-config\nrun_cmd: []"}}}
      |                                                                ^~~~~~~~~~~~~~~~~~~~~~~~~~~~
  Did you mean "runcmd"?
)");
}

TEST_CASE("keys of cloud-init, keys of others and scripts are right") {
  for (const char* fields : {"user-data: {packages: [a], runcmd: []}", "user-data: {florp: 1}",
                             "user-data: {disable_piwiz: true, ubuntu-advantage: {}}",
                             "user-data: \"#!/bin/sh\\nrun_cmd: x\"", "meta-data: {pakages: x}"}) {
    CAPTURE(fields);
    CHECK(warnings_about(fields) == "\n");
  }
}
