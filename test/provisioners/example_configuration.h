#pragma once

#include <string>
#include <utility>
#include <vector>

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp {

inline Text text(std::string value) {
  return {.value = std::move(value), .place = {}};
}

inline VirtInstallOption option(std::string name, std::string value) {
  return {.name = text(std::move(name)), .value = text(std::move(value))};
}

inline Suboption suboption(std::string name, std::string value) {
  return {.name = text(std::move(name)), .value = text(std::move(value))};
}

inline OptionItem item(std::vector<Suboption> suboptions) {
  return {.name = text("item"), .suboptions = std::move(suboptions)};
}

// A VM that boots a live image and has nothing else.
inline VmConfiguration live_configuration() {
  VmConfiguration live;
  live.name = text("live");
  live.provisioner = text("v1alpha1");
  live.node = {.name = text("local"), .uri = text("qemu:///system")};
  live.image.name = text("alpine");
  live.image.tag = text("3.22");
  live.image.url = text("https://images.example/alpine-3.22.iso");
  live.image.volume_name = text("alpine-3.22.iso");
  live.image.path = text(".images/alpine-3.22.iso");
  live.image.format = text("raw");
  live.domain.name = text("live");
  live.domain.virt_install = {
      option("memory", "512"),
      {.name = text("import"), .value = true},
      {.name = text("disk"),
       .value = std::vector{item({suboption("vol", "live/alpine-3.22.iso"), suboption("device", "cdrom")})}},
      {.name = text("network"), .value = std::vector{item({suboption("network", "default")})}},
      option("graphics", "none"),
      option("osinfo", "linux2022"),
  };
  live.pools = {{.name = text("live"), .path = text("/var/lib/libvirt/images/live")}};
  live.volumes = {{.name = text("alpine-3.22.iso"),
                   .pool_name = text("live"),
                   .format = text("raw"),
                   .capacity = {},
                   .source = UploadFile{text(".images/alpine-3.22.iso")}}};
  live.variables = {{"DEFAULT_IMAGE_DIR", {text(".images")}}};
  return live;
}

// A VM from a cloud image: a shared base, an overlay, a disk of its own and a seed, on a node behind ssh.
inline VmConfiguration cloud_configuration() {
  VmConfiguration cloud = live_configuration();
  cloud.name = text("web");
  cloud.description = text("The web server.\nvmp-files: only those of the first line are ours");
  cloud.node = {.name = text("lab"), .uri = text("qemu+ssh://ops@lab.example:2222/system?keyfile=/home/ops/.ssh/lab")};
  cloud.image.name = text("debian");
  cloud.image.tag = text("12");
  cloud.image.url = text("https://images.example/debian-12.qcow2.xz");
  cloud.image.volume_name = text("debian-12.qcow2");
  cloud.image.path = text("../.images/debian-12.qcow2");
  cloud.image.format = text("qcow2");
  cloud.image.archive = Archive{.type = text("xz"), .path = {}};
  cloud.image.checksum =
      Checksum{.algorithm = "sha256", .digest = {}, .url = text("https://images.example/SHA256SUMS"), .place = {}};
  cloud.domain.name = text("web");
  cloud.domain.virt_install = {
      option("memory", "2048"),
      option("vcpus", "2"),
      {.name = text("import"), .value = true},
      {.name = text("autostart"), .value = true},
      {.name = text("noapic"), .value = false},
      {.name = text("disk"),
       .value = std::vector{item({suboption("vol", "web/root.qcow2"), suboption("bus", "virtio")}),
                            item({suboption("vol", "keep/data.qcow2"), suboption("bus", "virtio")}),
                            item({suboption("vol", "web/seed.iso"), suboption("device", "cdrom")})}},
      {.name = text("network"),
       .value = std::vector{item({suboption("network", "lan"), suboption("mac", "52:54:00:12:34:56")}),
                            item({suboption("bridge", "br0"), suboption("model", "virtio")})}},
      {.name = text("graphics"),
       .value = std::vector{item({{.name = text("vnc"), .value = true}, suboption("listen", "0.0.0.0")})}},
      {.name = text("metadata"), .value = std::vector{item({suboption("title", "web, the $1 'server' #1")})}},
  };
  cloud.pools = {{.name = text("web"), .path = text("/srv/vms/web")},
                 {.name = text("keep"), .path = text("/srv/keep"), .deletion_policy = DeletionPolicy::kRetain}};
  cloud.volumes = {
      {.name = text("debian-12.qcow2"),
       .pool_name = text("default"),
       .format = text("qcow2"),
       .capacity = {},
       .deletion_policy = DeletionPolicy::kRetain,
       .source = UploadFile{text("../.images/debian-12.qcow2")}},
      {.name = text("root.qcow2"),
       .pool_name = text("web"),
       .format = text("qcow2"),
       .capacity = text("20G"),
       .source = BackingVolume{text("debian-12.qcow2"), text("default"), text("qcow2")}},
      {.name = text("data.qcow2"),
       .pool_name = text("keep"),
       .format = text("qcow2"),
       .capacity = text("100G"),
       .deletion_policy = DeletionPolicy::kRetain,
       .source = Blank{}},
      {.name = text("seed.iso"),
       .pool_name = text("web"),
       .format = text("raw"),
       .capacity = {},
       .source = UploadFile{text("seed.iso")}},
  };
  CloudInit cloud_init;
  cloud_init.seed_path = text("seed.iso");
  cloud_init.user_data = Value::map({{Value::scalar("password"), Value::scalar("0123")}});
  cloud_init.network_config = Value::scalar("version: 2\nethernets: {}\n");
  cloud.cloud_init = cloud_init;
  cloud.ssh.user = text("ops");
  cloud.ssh.password = text("se$cret");
  cloud.ssh.options = {{.name = text("StrictHostKeyChecking"), .values = {text("no")}},
                       {.name = text("SetEnv"), .values = {text("A=b c"), text("D=e#f")}}};
  cloud.variables = {{"DEFAULT_IMAGE_DIR", {text("../.images")}},
                     {"V1ALPHA1_SSH_USER", {text("debian")}},
                     {"V1ALPHA1_SHUTDOWN_TIMEOUT_SECS", {text("120")}},
                     {"V1ALPHA1_NOTE", {text("$(LIBVIRT_DEFAULT_URI) #1")}}};
  return cloud;
}

inline Interface interface_on(std::string name, std::string mac,
                              std::variant<InterfaceNetwork, InterfaceBridge, InterfaceDevice, InterfaceUser> source) {
  Interface interface;
  interface.name = text(std::move(name));
  interface.source = std::move(source);
  interface.mac = text(std::move(mac));
  interface.hostname = text("plugged");
  return interface;
}

inline InterfaceAddress reserved_address(std::string_view address) {
  return {.address = *read_ip_address(address), .prefix = {}, .gateway = {}, .place = {}, .is_reserved = true};
}

// A VM on everything that an interface can be plugged into.
inline VmConfiguration plugged_configuration() {
  VmConfiguration plugged = live_configuration();
  plugged.name = text("plugged");
  plugged.domain.name = text("plugged");
  plugged.fleet = text("m2 & 'co'");
  Interface service = interface_on("eth0", "52:54:00:00:00:01", InterfaceNetwork{text("service"), {}});
  service.is_in_registry = service.has_network_directory = true;
  service.addresses = {reserved_address("10.0.0.7"), reserved_address("fd00::7")};
  Interface theirs = interface_on("eth1", "52:54:00:00:00:02", InterfaceNetwork{text("their net"), text("port 'a'")});
  theirs.addresses = {reserved_address("10.1.0.7"), reserved_address("fd01::7")};
  theirs.duid = text("00:03:00:01:52:54:00:00:00:02");
  theirs.aliases = {text("www"), text("smtp")};
  Interface bridged = interface_on("eth2", "52:54:00:00:00:03", InterfaceBridge{text("br0")});
  bridged.addresses = {reserved_address("10.2.0.7")};
  bridged.model = text("e1000");
  plugged.interfaces = {service, theirs, bridged,
                        interface_on("eth3", "52:54:00:00:00:04", InterfaceDevice{text("eno1"), text("private")}),
                        interface_on("eth4", "52:54:00:00:00:05", InterfaceUser{})};
  return plugged;
}

}  // namespace vmp
