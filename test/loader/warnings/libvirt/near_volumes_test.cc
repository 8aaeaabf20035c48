#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string warnings_about(const std::string& disk, const std::string& pool = "default") {
  const std::string vm =
      web("    libvirt:\n"
          "      volumes: [{name: web.qcow2, poolName: " +
          pool +
          ", capacity: 1G}]\n"
          "      domain: {virtInstall: {disk: " +
          disk + "}}\n");
  return render(find_near_volumes(resolve({vm})));
}

}  // namespace

TEST_CASE("a disk's volume that is nearly one of the VM's is most likely that one") {
  CHECK(warnings_about("[{name: root, options: {vol: defualt/web.qcow2}}]") == R"(
r.yaml:6:65: warning: the VM has no volume "defualt/web.qcow2" [near-volume]
    6 |       domain: {virtInstall: {disk: [{name: root, options: {vol: defualt/web.qcow2}}]}}
      |                                                                 ^~~~~~~~~~~~~~~~~
  Did you mean "default/web.qcow2"?
)");
  CHECK(warnings_about("\"vol=default/web.qcow,bus=virtio\"") == R"(
r.yaml:6:36: warning: the VM has no volume "default/web.qcow" [near-volume]
    6 |       domain: {virtInstall: {disk: "vol=default/web.qcow,bus=virtio"}}
      |                                    ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  Did you mean "default/web.qcow2"?
)");
}

TEST_CASE("of two pools, the one that is spoken of less is the slip") {
  CHECK(warnings_about("[{name: root, options: {vol: default/web.qcow2}}]", "defualt") == R"(
r.yaml:5:45: warning: no disk has the volume "defualt/web.qcow2" [near-volume]
    5 |       volumes: [{name: web.qcow2, poolName: defualt, capacity: 1G}]
      |                                             ^~~~~~~
  Did you mean the pool "default"?
r.yaml:6:65: note: a disk has the volume "default/web.qcow2"
)");
  CHECK(warnings_about("[{name: root, options: {vol: other1/web.qcow2}}]", "other2") == R"(
r.yaml:6:65: warning: the VM has no volume "other1/web.qcow2" [near-volume]
    6 |       domain: {virtInstall: {disk: [{name: root, options: {vol: other1/web.qcow2}}]}}
      |                                                                 ^~~~~~~~~~~~~~~~
  Did you mean "other2/web.qcow2"?
)");
}

TEST_CASE("the VM's own volumes, and those that are far from them, are right") {
  for (const char* disk : {"[{name: root, options: {vol: default/web.qcow2}}]", "vol=isos/debian-12-netinst.iso",
                           "[{name: root, options: {path: default/web.qcow}}]", "none"}) {
    CHECK(warnings_about(disk) == "\n");
  }
}

TEST_CASE("of many wrong disks only the first are compared with the volumes") {
  ResolvedVm resolved;
  VmConfiguration& vm = resolved.configuration;
  VirtInstallOption disks = {{"disk", {}}, std::vector<OptionItem>()};
  for (int number = 0; number < 500; ++number) {
    const std::string name = std::to_string(number) + "-a-volume.qcow2";
    vm.volumes.push_back(
        {.name = {name, {}}, .pool_name = {"default", {}}, .format = {}, .capacity = {}, .source = Blank()});
    std::get<std::vector<OptionItem>>(disks.value).push_back({{}, {{{"vol", {}}, Text{"defualt/" + name, {}}}}});
  }
  vm.domain.virt_install.push_back(disks);
  CHECK(find_near_volumes(resolved).size() == 20);
}
