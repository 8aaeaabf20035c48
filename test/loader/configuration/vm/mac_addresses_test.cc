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
            - {name: a, options: {mac: "2", mac.address: 3}}
            - {name: b, options: {mac: RANDOM}}
            - {name: c, options: {mac: true, bridge: "4"}}
)"});
  std::string macs;
  for (const Text& mac : list_macs(vm.configuration)) macs += mac.value + " ";
  CHECK(macs == "2 3 ");
}
