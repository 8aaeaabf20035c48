#include "provisioners/kubevirt_v1alpha1/generate.h"

#include <filesystem>
#include <string>

#include "test/catch.h"
#include "test/loader/configuration/vm/kubevirt/clustered_vm.h"
#include "test/provisioners/golden_directory.h"
#include "test/source_directory.h"

namespace vmp::kubevirt_v1alpha1 {

namespace {

const std::filesystem::path kGolden =
    std::filesystem::path(test::source_directory()) / "test/provisioners/kubevirt_v1alpha1/golden";

GeneratedFiles generate(const std::string& vm) {
  return generate_vm(test::resolve(test::with_cluster({vm})).configuration);
}

const std::string kWhole = R"(
templates:
  - name: whole
    template: clustered
    vars: {CORES: 2}
    secrets: [{name: token, env: TOKEN}]
    kubevirt:
      dataVolumes:
        - name: "{IMAGE_NAME}-{IMAGE_TAG}"
          deletionPolicy: Retain
          annotations: {cdi.kubevirt.io/storage.bind.immediate.requested: "true"}
          spec: {source: {http: {url: "{IMAGE_URL}"}}, storage: {resources: {requests: {storage: 3Gi}}}}
      virtualMachine: {template: {spec: {domain: {cpu: {cores: <CORES>}}}}}
    cloudInit:
      noCloud:
        data:
          user-data: {hostname: "{VM_NAME}", write_files: [{path: /token, content: "{secret:token}"}]}
          network-config: {version: 2, ethernets: {e: {match: {name: e*}, dhcp4: true}}}
    ssh: {user: debian, password: "{secret:token}", options: {ServerAliveInterval: 5}}
vms:
  - name: web
    template: whole
    description: |
      What the whole world
      comes to see.
)";

}  // namespace

TEST_CASE("a VM on a cluster with all that there is", "[kubevirt_v1alpha1]") {
  test::check_golden(generate(kWhole), "web/", kGolden / "web");
}

TEST_CASE("one that has nothing but its spec has nothing else", "[kubevirt_v1alpha1]") {
  test::check_golden(generate("vms: [{name: web, template: clustered, image: null, kubevirt: {dataVolumes: null, "
                              "virtualMachine: {runStrategy: Manual}}}]"),
                     "web/", kGolden / "bare");
}

TEST_CASE("the author's UUID, and a disk for the seed, are his", "[kubevirt_v1alpha1]") {
  const std::string vm = R"(
vms:
  - name: web
    template: clustered
    kubevirt:
      virtualMachine:
        template:
          spec:
            domain:
              firmware: {uuid: 11111111-2222-4333-8444-555555555555}
              devices: {disks: [{name: seed, cdrom: {bus: sata}}]}
    cloudInit: {noCloud: {data: {user-data: {}}}}
)";
  test::check_golden_file(generate(vm).at("web/vm.yaml").text, kGolden / "own.yaml");
}

TEST_CASE("one field that changes changes its line alone", "[kubevirt_v1alpha1]") {
  const GeneratedFiles before = generate("vms: [{name: web, template: clustered}]");
  const GeneratedFiles after = generate(
      "vms: [{name: web, template: clustered, kubevirt: {virtualMachine: {template: {spec: {domain: {memory: {guest: "
      "2Gi}}}}}}}]");
  CHECK(test::new_lines(before.at("web/vm.yaml").text, after.at("web/vm.yaml").text) ==
        std::vector<std::string>{"          guest: 2Gi"});
  CHECK(before.at("web/Makefile").text == after.at("web/Makefile").text);
}

}  // namespace vmp::kubevirt_v1alpha1
