#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "loader/configuration/image/chain.h"
#include "loader/configuration/image/image_configuration.h"

namespace vmp::test {

inline Text text_of(const std::string& value) {
  return {.value = value, .place = {}};
}

inline ImageStep step_of(const std::string& type, std::vector<std::pair<std::string, std::string>> words,
                         std::vector<AuthorFile> files = {}) {
  ImageStep step;
  step.name = type;
  step.type = type;
  step.timeout_seconds = 1800;
  for (auto& [key, value] : words) step.words.push_back({key, text_of(value)});
  step.files = std::move(files);
  step.digest = digest_part(step);
  return step;
}

// Fills in what follows from the rest.
inline ImageConfiguration finish(ImageConfiguration image) {
  image.source.digest = digest_part(image.source);
  image.result.type = "export";
  image.result.words = {{"compress", text_of("zstd")}, {"format", text_of("qcow2")}, {"sparsify", text_of("false")}};
  image.result.digest = digest_part(image.result);
  image.chain = digest_chain(image).back();
  image.result_name = name_result(image.volume_name.value, image.chain);
  image.result_path = text_of("../../../.images/" + image.result_name);
  return image;
}

inline ImageConfiguration unbuilt_image(const std::string& name) {
  ImageConfiguration image;
  image.name = text_of(name);
  image.tag = text_of("12");
  image.provisioner = text_of("v1beta1");
  image.volume_name = text_of(name + ".qcow2");
  return image;
}

// A download in an archive, with steps in one appliance and steps that stand alone.
inline ImageConfiguration web_image() {
  ImageConfiguration image = unbuilt_image("web");
  image.description = text_of("A web server");
  image.source.type = "image";
  image.source.download =
      Image{.name = text_of("debian"),
            .tag = text_of("12"),
            .url = text_of("https://mirror.example/debian.tar.xz"),
            .volume_name = text_of("debian.qcow2"),
            .path = text_of("../../../.images/debian.qcow2"),
            .format = text_of("qcow2"),
            .archive = Archive{text_of("tar.xz"), text_of("disk.qcow2")},
            .checksum = Checksum{"sha512", std::nullopt, text_of("https://mirror.example/SUMS"), {}},
            .built_by = std::nullopt};
  image.source.base = ImageBase{.name = text_of("debian"),
                                .tag = text_of("12"),
                                .is_built = false,
                                .path = image.source.download->path,
                                .format = text_of("qcow2")};
  image.steps = {step_of("size", {{"size", "10G"}}),
                 step_of("packages", {{"install", "nginx"}, {"uninstall", "exim4"}}),
                 step_of("user", {{"name", "it's $me #1"}, {"sshKeys", "ssh-ed25519 AAAA a b"}}),
                 step_of("run", {{"env", "LEVEL=3"}}, {{"script", "date\n", true}}),
                 step_of("seal", {{"operations", "machine-id"}})};
  return finish(image);
}

// On an image that is built.
inline ImageConfiguration shop_image() {
  ImageConfiguration image = unbuilt_image("shop");
  image.has_network = false;
  image.source.type = "image";
  image.source.words = {{"chain", text_of("0123")}};
  image.source.base = ImageBase{.name = text_of("web"),
                                .tag = text_of("1 2"),
                                .is_built = true,
                                .path = text_of("../../../.images/web-01234567.qcow2"),
                                .format = text_of("qcow2")};
  image.steps = {step_of("write", {{"to", "/etc/motd"}}, {{"text", "shop\n", false}})};
  return finish(image);
}

// Made of files, without steps.
inline ImageConfiguration tool_image() {
  ImageConfiguration image = unbuilt_image("tool");
  image.source.type = "content";
  image.source.words = {{"extra", text_of("64M")}, {"fileSystem", text_of("ext4")}, {"partition", text_of("mbr")}};
  image.source.files = {{"files/etc/motd", "tool\n", false}, {"files/run", "true\n", true}};
  return finish(image);
}

// Installed on a node from a disc that is downloaded.
inline ImageConfiguration disc_image() {
  ImageConfiguration image = unbuilt_image("disc");
  image.source.type = "install";
  image.source.node = Node{text_of("kvm1"), text_of("qemu:///system")};
  image.source.timeout_seconds = 3600;
  image.source.words = {{"disk", text_of("12G")}};
  image.source.download = *web_image().source.download;
  image.source.base = web_image().source.base;
  return finish(image);
}

// Installed on a node.
inline ImageConfiguration golden_image() {
  ImageConfiguration image = unbuilt_image("golden");
  image.source.type = "install";
  image.source.node = Node{text_of("kvm1"), text_of("qemu+ssh://root@kvm1/system")};
  image.source.timeout_seconds = 3600;
  image.source.words = {{"autoinstall", text_of("preseed")},
                        {"disk", text_of("12G")},
                        {"extraArgs", text_of("auto=true console=ttyS0,115200n8")},
                        {"location", text_of("https://mirror.example/installer-amd64/")}};
  image.source.files = {{"autoinstall", "d-i debian-installer/locale string C\n", false}};
  image.source.virt_install = {{text_of("memory"), text_of("2048")}};
  image.steps = {step_of("seal", {})};
  return finish(image);
}

}  // namespace vmp::test
