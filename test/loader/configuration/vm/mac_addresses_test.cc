#include "loader/configuration/vm/mac_addresses.h"

#include "test/catch.h"
#include "test/loader/configuration/vm/resolved_vm.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("the MAC addresses of a VM are those that its networks give") {
  const ResolvedVm vm = resolve({R"(
vms:
  - name: web
    template: base
    libvirt:
      domain:
        virtInstall:
          disk: mac=1
          network:
            - {name: a, options: {mac: "52:54:00:00:00:02", mac.address: 52:54:00:00:00:03}}
            - {name: b, options: {mac: RANDOM}}
            - {name: c, options: {mac: true, bridge: "4"}}
)"});
  std::string macs;
  for (const Text& mac : list_macs(vm.configuration)) macs += mac.value + " ";
  CHECK(macs == "52:54:00:00:00:02 52:54:00:00:00:03 ");
}

TEST_CASE("a MAC address has six bytes in hexadecimal with colons between them") {
  CHECK(is_mac("52:54:00:AB:cd:eF"));
  for (const char* text : {"", "52:54:0:1:2:3", "525400123456", "52-54-00-12-34-56", "52:54:00:12:34:5g",
                           "52:54:00:12:34:56:", "52:54:00:12:34:567"}) {
    CAPTURE(text);
    CHECK_FALSE(is_mac(text));
  }
}
