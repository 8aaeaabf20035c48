#include "loader/configuration/vm/vm_reader.h"

#include <fmt/format.h>

#include "loader/document/write_yaml.h"
#include "test/catch.h"
#include "test/loader/configuration/vm/resolved_vm.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// The configuration of a VM with these further fields.
VmConfiguration read(const std::string& fields) {
  return resolve({"vms:\n- name: web\n  template: base\n" + fields}).configuration;
}

std::string describe(const std::variant<bool, Text>& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  return "\"" + std::get<Text>(value).value + "\"";
}

std::string describe(const Volume& volume) {
  std::string text = fmt::format("{}/{} {} {} {}", volume.pool_name.value, volume.name.value, volume.format.value,
                                 volume.capacity ? volume.capacity->value : "-",
                                 volume.deletion_policy == DeletionPolicy::kRetain ? "Retain" : "Delete");
  if (const auto* backing = std::get_if<BackingVolume>(&volume.source)) {
    text += fmt::format(" over {}/{} {}", backing->pool_name.value, backing->name.value, backing->format.value);
  }
  if (const auto* upload = std::get_if<UploadFile>(&volume.source)) text += " from " + upload->path.value;
  return text;
}

}  // namespace

TEST_CASE("a VM with what it needs and nothing else") {
  const VmConfiguration vm = read("");
  CHECK(vm.name.value == "web");
  CHECK(to_string(vm.name.place) == "r.yaml:2:9");
  CHECK(vm.provisioner.value == "v1alpha1");
  CHECK(vm.node.name.value == "lab");
  CHECK(vm.node.uri.value == "qemu:///system");
  CHECK(vm.image.url.value == "https://images.example/debian-12.qcow2");
  CHECK(vm.domain.name.value == "web");
  CHECK(vm.domain.virt_install.empty());
  CHECK(vm.pools.empty());
  CHECK(vm.volumes.empty());
  CHECK_FALSE(vm.cloud_init);
  CHECK_FALSE(vm.ssh.user);
  CHECK_FALSE(vm.description);
}

TEST_CASE("B3, B4, B10, B14: options of virt-install keep their order, kind and text") {
  const VmConfiguration vm = read(R"(  libvirt:
    domain:
      virtInstall:
        memory: 2048
        import: yes
        autostart: false
        quoted: "true"
        gone: null
        graphics: none
        float: 2048.0
        empty: ""
        disk:
          - {name: root, options: {vol: a/b, readonly: true, ro: off, bus: null, serial: "on"}}
          - {name: empty}
          - {name: none, options: {}}
)");
  std::string text;
  for (const VirtInstallOption& option : vm.domain.virt_install) {
    text += option.name.value + "=";
    if (const auto* items = std::get_if<std::vector<OptionItem>>(&option.value)) {
      for (const OptionItem& item : *items) {
        text += "[" + item.name.value;
        for (const Suboption& suboption : item.suboptions) {
          text += " " + suboption.name.value + "=" + describe(suboption.value);
        }
        text += "]";
      }
    } else if (const bool* flag = std::get_if<bool>(&option.value)) {
      text += *flag ? "true" : "false";
    } else {
      text += "\"" + std::get<Text>(option.value).value + "\"";
    }
    text += "\n";
  }
  CHECK(text == R"(memory="2048"
import=true
autostart=false
quoted="true"
graphics="none"
float="2048.0"
empty=""
disk=[root vol="a/b" readonly=true ro=false serial="on"][empty][none]
)");
}

TEST_CASE("pools and volumes have their defaults") {
  const VmConfiguration vm = read(R"(  libvirt:
    pools:
      - {name: p, directory: {path: /p}}
      - {name: q, directory: {path: "/q/{VM_NAME}"}, deletionPolicy: Retain}
    volumes:
      - {name: blank, poolName: p, capacity: 1G}
      - {name: root, poolName: p, capacity: 20G, backingVolume: {name: b, poolName: q}}
      - {name: old, poolName: p, format: qcow, backingVolume: {name: b, poolName: q, format: raw}}
      - {name: up, poolName: q, deletionPolicy: Retain, uploadFile: {path: f.img}}
      - {name: back, poolName: q, deletionPolicy: null, format: ~, uploadFile: {path: f.img}}
)");
  CHECK(vm.pools[0].path.value == "/p");
  CHECK(vm.pools[0].deletion_policy == DeletionPolicy::kDelete);
  CHECK(vm.pools[1].path.value == "/q/web");
  CHECK(vm.pools[1].deletion_policy == DeletionPolicy::kRetain);
  std::vector<std::string> volumes;
  for (const Volume& volume : vm.volumes) volumes.push_back(describe(volume));
  CHECK(volumes == std::vector<std::string>{"p/blank qcow2 1G Delete", "p/root qcow2 20G Delete over q/b qcow2",
                                            "p/old qcow - Delete over q/b raw", "q/up qcow2 - Retain from f.img",
                                            "q/back qcow2 - Delete from f.img"});
}

TEST_CASE("cloud-init's data are maps or texts, what is null is not there") {
  const VmConfiguration vm = read(R"(  cloudInit:
    noCloud:
      seed: {path: "{VM_NAME}.iso"}
      data:
        user-data: {packages: [vim]}
        meta-data: "instance-id: x"
        vendor-data: null
)");
  CHECK(vm.cloud_init->seed_path.value == "web.iso");
  CHECK(write_yaml(*vm.cloud_init->user_data) == "packages:\n- vim\n");
  CHECK(vm.cloud_init->meta_data->text() == "instance-id: x");
  CHECK_FALSE(vm.cloud_init->vendor_data);
  CHECK_FALSE(vm.cloud_init->network_config);
}

TEST_CASE("equal paths of local files are equal texts") {
  const std::string fields = R"(  vars: {DEFAULT_IMAGE_DIR: ./images/}
  libvirt:
    volumes:
      - {name: i, poolName: p, uploadFile: {path: "{DEFAULT_IMAGE_DIR}/debian-12.qcow2"}}
      - {name: s, poolName: p, uploadFile: {path: ./seed.iso}}
  cloudInit: {noCloud: {seed: {path: .//seed.iso}, data: {}}}
)";
  const VmConfiguration vm = read(fields);
  CHECK(vm.image.path.value == "images/debian-12.qcow2");
  CHECK(describe(vm.volumes[0]) == "p/i qcow2 - Delete from images/debian-12.qcow2");
  CHECK(describe(vm.volumes[1]) == "p/s qcow2 - Delete from seed.iso");
  CHECK(vm.cloud_init->seed_path.value == "seed.iso");
  const std::vector<std::string> path = {"vm", "cloudInit", "noCloud", "seed"};
  CHECK(resolved({"vms:\n- name: web\n  template: base\n" + fields}, path) == "path: .//seed.iso\n");
}

TEST_CASE("B5, B15: ssh has texts only, an option may have several") {
  const VmConfiguration vm = read(R"(  ssh:
    user: root
    host: 10.0.0.5
    password: 0123
    options: {StrictHostKeyChecking: no, SendEnv: [A, B], LogLevel: null}
)");
  CHECK(vm.ssh.user->value == "root");
  CHECK(vm.ssh.host->value == "10.0.0.5");
  CHECK(vm.ssh.password->value == "0123");
  CHECK(vm.ssh.options.size() == 2);
  CHECK(vm.ssh.options[0].values[0].value == "no");
  CHECK(vm.ssh.options[1].values.size() == 2);
}

TEST_CASE("a description is the VM's own") {
  CHECK(read("  description: |\n    Serves.\n").description->value == "Serves.\n");
}

TEST_CASE("defaults are written out") {
  CHECK(
      write_yaml(fill_in_defaults(parse("{libvirt: {pools: [{name: p}], volumes: [{name: v, backingVolume: {}}]}}"))) ==
      R"(libvirt:
  pools:
  - name: p
    deletionPolicy: Delete
  volumes:
  - name: v
    backingVolume:
      format: qcow2
    format: qcow2
    deletionPolicy: Delete
)");
  CHECK(write_yaml(fill_in_defaults(parse("{name: x}"))) == "name: x\n");
}

TEST_CASE("groups, dependencies and the fleet of a VM") {
  const VmConfiguration vm = resolve({R"(
fleet: {name: m2}
vms:
  - name: web
    template: base
    provisioner: v1beta1
    vars: {DB: db}
    groups: [front, all]
    dependsOn: [{vm: "{DB}"}, {vm: ldap, until: ready}]
)"})
                                 .configuration;
  CHECK(vm.groups.size() == 2);
  CHECK(vm.groups[0].value == "front");
  CHECK(vm.depends_on.size() == 2);
  CHECK(vm.depends_on[0].vm.value == "db");
  CHECK_FALSE(vm.depends_on[0].until_ready);
  CHECK(vm.depends_on[1].until_ready);
  CHECK(vm.fleet->value == "m2");
}

TEST_CASE("VMs of v1beta1 share the images of the base directory") {
  CHECK(read("").image.path.value == ".images/debian-12.qcow2");
  CHECK(read("  provisioner: v1beta1\n").image.path.value == "../.images/debian-12.qcow2");
}
