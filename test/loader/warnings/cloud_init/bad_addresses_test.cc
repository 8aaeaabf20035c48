#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& fields) {
  return render(find_bad_addresses(
      resolve({web("    libvirt: {domain: {virtInstall: {network: [{name: a, options: {mac: 52:54:00:00:00:0a}}]}}}\n  "
                   "  cloudInit: {noCloud: {seed: {path: s}, data: {network-config: " +
                   fields + "}}}\n")})));
}

}  // namespace

TEST_CASE("addresses that are none or lack a prefix length, and a gateway elsewhere, are told") {
  CHECK(warnings_about("{version: 2, ethernets: {a: {addresses: [10.0.0.300/24, 10.0.0.5], gateway4: 10.0.1.1}, b: "
                       "{addresses: [10.0.0.6/24], gateway4: 10.0.1.1, nameservers: {addresses: [dns]}}}}") == R"(
r.yaml:5:108: warning: "10.0.0.300/24" is no IP address with a prefix length [bad-address]
    5 |     cloudInit: {noCloud: {seed: {path: s}, data: {network-config: {version: 2, ethernets: {a: {addresses: [10.0.0.300/24...
      |                                                                                                            ^~~~~~~~~~~~~
  One looks like 192.168.122.10/24 or fd00::10/64.
r.yaml:5:123: warning: "10.0.0.5" has no prefix length [bad-address]
    5 | ...ernets: {a: {addresses: [10.0.0.300/24, 10.0.0.5], gateway4: 10.0.1.1}, b: {addresses: [10.0.0.6/24], gateway4: 10.0.1.1...
      |                                            ^~~~~~~~
  Write "10.0.0.5/24", say.
r.yaml:5:231: warning: "dns" is no IP address [bad-address]
    5 | ...y4: 10.0.1.1, nameservers: {addresses: [dns]}}}}}}}
      |                                            ^~~
r.yaml:5:195: warning: "10.0.1.1" is a gateway in none of the networks of the addresses beside it [bad-address]
    5 | ...b: {addresses: [10.0.0.6/24], gateway4: 10.0.1.1, nameservers: {addresses: [dns]}}}}}}}
      |                                            ^~~~~~~~
)");
}

TEST_CASE("addresses of version 2 in their forms, and those of version 1, are right") {
  for (const char* fields : {"{version: 2, ethernets: {a: {addresses: [10.0.0.5/24, fd00::5/64], gateway4: 10.0.0.1, "
                             "gateway6: fd00::1, nameservers: {addresses: [1.1.1.1]}}}}",
                             "{network: {version: 2, ethernets: {a: {addresses: [{10.0.0.5/24: {label: x}}]}}}}",
                             "{version: 1, config: [{subnets: [{address: 10.0.0.5}]}]}"}) {
    CAPTURE(fields);
    CHECK(warnings_about(fields) == "\n");
  }
}
