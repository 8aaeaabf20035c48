#include <string>

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& fields) {
  return render(find_unmatched_macs(
      resolve({web("    libvirt: {domain: {virtInstall: {network: [{name: a, options: {mac: 52:54:00:00:00:0a}}]}}}\n  "
                   "  cloudInit: {noCloud: {seed: {path: s}, data: {network-config: " +
                   fields + "}}}\n")})));
}

}  // namespace

TEST_CASE("a MAC address that no network card has is told, in both versions, in maps and in texts") {
  CHECK(warnings_about("{version: 2, ethernets: {lan: {match: {macaddress: 52:54:00:00:00:0b}}}}") == R"(
r.yaml:5:118: warning: no network card of the VM has the MAC address "52:54:00:00:00:0b" [unmatched-mac]
    5 | ..., ethernets: {lan: {match: {macaddress: 52:54:00:00:00:0b}}}}}}}
      |                                            ^~~~~~~~~~~~~~~~~
  Give it to one: network: [{name: lan, options: {mac: ...}}].
)");
  CHECK(warnings_about("\"version: 1\\nconfig:\\n- mac_address: 00:00:00:00:00:01\\n\"") == R"(
r.yaml:5:67: warning: no network card of the VM has the MAC address "00:00:00:00:00:01" [unmatched-mac]
    5 | ...seed: {path: s}, data: {network-config: "version: 1\nconfig:\n- mac_address: 00:00:00:00:00:01\n"}}}
      |                                            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  Give it to one: network: [{name: lan, options: {mac: ...}}].
)");
}

TEST_CASE("that of a card in any case, a new one for a card, and one that may be generated are right") {
  for (const char* fields : {"{ethernets: {lan: {match: {macaddress: 52:54:00:00:00:0A}}}}",
                             "{ethernets: {lan: {macaddress: 52:54:00:00:00:0b}}}",
                             "{ethernets: {lan: {match: {macaddress: 52:17:9a:00:00:0b}}}}"}) {
    CAPTURE(fields);
    CHECK(warnings_about(fields) == "\n");
  }
}
