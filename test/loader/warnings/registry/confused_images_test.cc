#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// Of VM "a" with image box:1 and VM "b" with box:2, whose tags have the same volumeName and these further fields.
std::string warnings_about(const std::string& tag, const std::string& other_tag, const std::string& fields_of_both) {
  const auto registry = registry_of({"images:\n  - name: box\n    tags:\n      - {pattern: 1, volumeName: disk, " +
                                     tag + "}\n      - {pattern: 2, volumeName: disk, " + other_tag +
                                     "}\nvms:\n  - {name: a, template: base, image: \"box:1\", " + fields_of_both +
                                     "}\n  - {name: b, template: base, image: \"box:2\", " + fields_of_both + "}\n"});
  return warnings_of_registry(*registry, find_confused_images);
}

const std::string kShared = "vars: {DEFAULT_IMAGE_DIR: ../.images}";

}  // namespace

TEST_CASE("two images have files of their own") {
  CHECK(warnings_about("url: stable", "url: daily", kShared) == R"(
r.yaml:5:34: warning: image "box:2" and image "box:1" have the same file "../.images/disk" and different URLs [confused-image]
    5 |       - {pattern: 2, volumeName: disk, url: daily}
      |                                  ^~~~
  The one that comes first would be taken for both. Give each its own "volumeName".
r.yaml:4:34: note: image "box:1"
)");
}

TEST_CASE("two members of an archive have files of their own") {
  CHECK(warnings_about("url: u, archive: {type: zip, path: a}", "url: u, archive: {type: zip, path: b}", kShared) == R"(
r.yaml:5:34: warning: image "box:2" and image "box:1" have the same file "../.images/disk" and different members of an archive [confused-image]
    5 |       - {pattern: 2, volumeName: disk, url: u, archive: {type: zip, path: b}}
      |                                  ^~~~
  The one that comes first would be taken for both. Give each its own "volumeName".
r.yaml:4:34: note: image "box:1"
)");
}

TEST_CASE("two images have volumes of their own") {
  CHECK(warnings_about("url: stable", "url: daily", R"(libvirt: {volumes: [
      {name: disk, poolName: p, deletionPolicy: Retain, uploadFile: {path: "{DEFAULT_IMAGE_DIR}/disk"}}]})") == R"(
r.yaml:5:34: warning: image "box:2" and image "box:1" have the same volume "disk" of pool "p" and different URLs [confused-image]
    5 |       - {pattern: 2, volumeName: disk, url: daily}
      |                                  ^~~~
  The one that comes first would be taken for both. Give each its own "volumeName".
r.yaml:4:34: note: image "box:1"
)");
}

TEST_CASE("one image in one place, and images in places of their own, are right") {
  const std::string digest = ", checksum: \"sha256:" + std::string(64, 'a') + "\"";
  CHECK(warnings_about("url: u", "url: u", kShared) == "\n");
  CHECK(warnings_about("url: mirror" + digest, "url: u" + digest, kShared) == "\n");
  CHECK(warnings_about("url: stable", "url: daily", "vars: {DEFAULT_IMAGE_DIR: .images}") == "\n");
  CHECK(warnings_about("url: stable", "url: daily", "vars: {DEFAULT_IMAGE_DIR: \"../{IMAGE_TAG}\"}") == "\n");
}

TEST_CASE("two images that are built have results of their own") {
  const auto registry = registry_of({R"(
images:
  - name: box
    provisioner: v1beta1
    build: {from: {builder: debian-12}}
    tags: [{pattern: ^1$, volumeName: box}, {pattern: ^2$, volumeName: box}, {pattern: ^3$, volumeName: box-3}]
)"});
  CHECK(warnings_of_registry(*registry, find_confused_images) == R"(
r.yaml:5:72: warning: image "box:2" and image "box:1" are built and have one "volumeName", "box" [confused-image]
    5 |     tags: [{pattern: ^1$, volumeName: box}, {pattern: ^2$, volumeName: box}, {pattern: ^3$, volumeName: box-3}]
      |                                                                        ^~~
  Only the digests in the names of their files differ. Give each its own "volumeName".
r.yaml:5:39: note: image "box:1"
)");
}
