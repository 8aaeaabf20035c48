#include <string>

#include "loader/configuration/node/neighbours.h"
#include "test/catch.h"
#include "test/loader/configuration/image/resolved_image.h"
#include "test/loader/configuration/vm/resolved_vm.h"

using namespace vmp;
using namespace vmp::test;

// VMs whose images are built.

namespace {

// A VM of the template "base" (resolved_vm.h) with these fields, and the image "web" to build.
std::string vm_with(const std::string& fields, const std::string& of_image = "") {
  return images_with("from: {builder: debian-12}\n", of_image).substr(1) +
         "vms:\n  - name: web\n    template: base\n    image: web:12\n" + indent(fields);
}

}  // namespace

TEST_CASE("a VM has what the image's directory makes", "[resolve_vm]") {
  const std::string text = vm_with(R"(
libvirt:
  volumes:
    - name: "{IMAGE_VOLUME_NAME}"
      poolName: default
      uploadFile: {path: "{DEFAULT_IMAGE_DIR}/{IMAGE_VOLUME_NAME}"}
)");
  const VmConfiguration vm = resolve({text}).configuration;
  const ImageConfiguration image = resolve_image(*registry_of({text}), web()).configuration;
  CHECK(vm.image.volume_name.value == image.result_name);
  CHECK(vm.image.path.value == "../.images/" + image.result_name);
  CHECK(vm.image.built_by->value == "images/web/12");
  CHECK(vm.image.url.value.empty());
  CHECK_FALSE(vm.image.checksum);
  CHECK(vm.image.format.value == "qcow2");
  CHECK(vm.volumes.front().name.value == image.result_name);
  CHECK(std::get<UploadFile>(vm.volumes.front().source).path.value == vm.image.path.value);
  CHECK("\n" + resolved({text}, {"image"}) == R"(
name: web
tag: "12"
builtBy: images/web/12
volumeName: )" + image.result_name + "\nformat: qcow2\n");
}

TEST_CASE("a node does not retain what was built before", "[resolve_vm]") {
  const VmConfiguration vm = resolve({vm_with(R"(
libvirt:
  volumes:
    - name: "{IMAGE_VOLUME_NAME}"
      poolName: default
      deletionPolicy: Retain
      uploadFile: {path: "{DEFAULT_IMAGE_DIR}/{IMAGE_VOLUME_NAME}"}
    - {name: data, poolName: default, capacity: 1G, deletionPolicy: Retain}
)")})
                                 .configuration;
  const NodeVm on_node = describe_for_node(vm);
  CHECK(vm.volumes[0].deletion_policy == DeletionPolicy::kRetain);
  CHECK(on_node.volumes[0].deletion_policy == DeletionPolicy::kDelete);
  CHECK(on_node.volumes[1].deletion_policy == DeletionPolicy::kRetain);
}

TEST_CASE("an image's templates bring variables, also to VMs", "[resolve_vm]") {
  CHECK("\n" + resolved({R"(
templates:
  - {name: sizes, kind: image, vars: {SIZE: 1G, ZONE: x}}
images:
  - name: debian
    template: sizes
    vars: {ZONE: "{ZONE}.y"}
    computed: {TITLE: "{IMAGE_NAME} of {VM_NAME}"}
vms:
  - {name: web, template: base, vars: {SIZE: "{SIZE}, or 2G"}}
)"},
                        {"vars"}) ==
        R"(
DEFAULT_IMAGE_DIR: .images
DEFAULT_NETWORK_NAME: default
DEFAULT_POOL_NAME: default
DEFAULT_POOL_PATH: /var/lib/libvirt/images
IMAGE_FORMAT: qcow2
IMAGE_NAME: debian
IMAGE_TAG: "12"
IMAGE_URL: https://images.example/debian-12.qcow2
IMAGE_VOLUME_NAME: debian-12.qcow2
NODE_NAME: lab
SIZE: 1G, or 2G
TITLE: debian of web
VM_NAME: web
ZONE: x.y
)");
}

TEST_CASE("a VM sets only what its image lets it set", "[resolve_vm]") {
  CHECK(mistakes_in_vm({vm_with("vars: {SIZE: 2G, ZONE: y, OTHER: z, TITLE: mine}\n", R"(
vars: {SIZE: 1G, ZONE: x}
customizable: [SIZE]
computed: {TITLE: "{IMAGE_NAME}"}
)")}) == R"(
r.yaml:19:22: error: image "web" does not let VMs set its variable "ZONE"
   19 |     vars: {SIZE: 2G, ZONE: y, OTHER: z, TITLE: mine}
      |                      ^~~~
  The image's "customizable" names those that they may set.
r.yaml:7:28: note: the image's value is here
r.yaml:8:19: note: "customizable" is here
r.yaml:19:41: error: variable "TITLE" is computed by image "web": nothing overrides it
   19 |     vars: {SIZE: 2G, ZONE: y, OTHER: z, TITLE: mine}
      |                                         ^~~~~
  Give the variable another name, or leave it out.
r.yaml:9:23: note: it is computed here
)");
}

TEST_CASE("an image that cannot be built is told once for all its VMs", "[resolve_vm]") {
  CHECK(mistakes_in_vm({vm_with("", "provisioner: null\n")}) == R"(
r.yaml:5:11: error: image "web" is built and has no "provisioner"
    5 |   - name: web
      |           ^~~
  Write "provisioner: v1beta1".
)");
}

TEST_CASE("a VM whose image was told before says nothing", "[resolve_vm]") {
  const auto registry = registry_of({vm_with("", "provisioner: null\n")});
  const Images images(*registry);
  const Networks networks(*registry);
  Stopwatch watch(nullptr, Stage::kResolve);
  CHECK_THROWS(images.find("web", "12", watch));
  CHECK(mistakes_of([&] { resolve_vm(*registry, networks, images, "web", watch); }) == "\n");
}

TEST_CASE("an image that is built has no URL", "[resolve_vm]") {
  const auto registry = registry_of({vm_with("")});
  CHECK(mistakes_of([&] { resolve_image_url(*registry, "web:12"); }) == R"(
error: image "web:12" is built, not downloaded
  "make -C images/web/12 build" makes it.
)");
}
