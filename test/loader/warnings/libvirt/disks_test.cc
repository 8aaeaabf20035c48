#include "loader/warnings/libvirt/disks.h"

#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

TEST_CASE("disks have volumes in their options and in their texts") {
  const ResolvedVm vm = resolve({web(R"(    libvirt:
      volumes: [{name: b, poolName: p, capacity: 1G}]
      domain:
        virtInstall:
          disk: [{name: a, options: {vol: p/a, bus: ide}}, {name: b, options: {source.vol: p/b}}]
          filesystem: vol=p/c
)")});
  std::vector<std::string> volumes;
  for (const Text& volume : list_disk_volumes(vm.configuration)) volumes.push_back(volume.value);
  CHECK(volumes == std::vector<std::string>{"p/a", "p/b"});
  CHECK(disk_path(vm.configuration.volumes.front()) == "p/b");
}
