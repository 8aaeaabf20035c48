#include "loader/configuration/vm/kubevirt/kubevirt_mistakes.h"

#include "test/catch.h"
#include "test/loader/configuration/vm/kubevirt/clustered_vm.h"

using namespace vmp::test;

namespace {

// Of a VM "web" with these fields, on a line of its own.
std::string mistakes_with(const std::string& fields) {
  return mistakes_in_vm(with_cluster({"vms:\n  - name: web\n    template: clustered\n    " + fields + "\n"}));
}

}  // namespace

TEST_CASE("the names of a VM on a cluster and of its data volumes are those of a cluster", "[kubevirt]") {
  CHECK(mistakes_of([] { resolve(with_cluster({"vms: [{name: Web_1, template: clustered}]"}), "Web_1"); }) == R"(
r.yaml:12:17: error: data volume "Web_1-root" cannot be on a cluster: its name has "W"
   12 |         - name: "{VM_NAME}-root"
      |                 ^~~~~~~~~~~~~~~~
  Names in a cluster have lower-case letters, digits, - and single dots, begin and end with a letter or a digit, and have at most 253 characters (RFC 1123).
r2.yaml:1:14: note: VM "Web_1" inherits it from template "clustered"
r2.yaml:1:14: error: VM "Web_1" cannot be on a cluster: its name has "W"
    1 | vms: [{name: Web_1, template: clustered}]
      |              ^~~~~
  Names in a cluster have lower-case letters, digits and -, begin and end with a letter or a digit, and have at most 63 characters (RFC 1123).
)");
}

TEST_CASE("a data volume is there once", "[kubevirt]") {
  CHECK(mistakes_with("kubevirt: {dataVolumes: [{name: '{VM_NAME}-a', spec: {}}, {name: web-a, spec: {}}]}") == R"(
r2.yaml:4:70: error: data volume "web-a" is defined twice
    4 |     kubevirt: {dataVolumes: [{name: '{VM_NAME}-a', spec: {}}, {name: web-a, spec: {}}]}
      |                                                                      ^~~~~
r2.yaml:4:37: note: first defined here
)");
}

TEST_CASE("a data volume says what it is", "[kubevirt]") {
  CHECK(mistakes_with("kubevirt: {dataVolumes: [{name: web-a}]}") == R"(
r2.yaml:4:37: error: data volume "web-a" has no "spec"
    4 |     kubevirt: {dataVolumes: [{name: web-a}]}
      |                                     ^~~~~
)");
}

TEST_CASE("KubeVirt has no place for meta-data and vendor-data", "[kubevirt]") {
  CHECK(mistakes_with("cloudInit: {noCloud: {data: {meta-data: {local-hostname: w}, vendor-data: '#!/bin/sh'}}}") == R"(
r2.yaml:4:34: error: a VM on a cluster cannot have "meta-data"
    4 |     cloudInit: {noCloud: {data: {meta-data: {local-hostname: w}, vendor-data: '#!/bin/sh'}}}
      |                                  ^~~~~~~~~
  KubeVirt writes it: the host name is virtualMachine.template.spec.hostname, the instance-id follows from the VM. Write null to take away what is inherited.
r2.yaml:4:66: error: a VM on a cluster cannot have "vendor-data"
    4 |     cloudInit: {noCloud: {data: {meta-data: {local-hostname: w}, vendor-data: '#!/bin/sh'}}}
      |                                                                  ^~~~~~~~~~~
  KubeVirt has user data and network data alone. Write null to take away what is inherited.
)");
}

TEST_CASE("null takes them away", "[kubevirt]") {
  CHECK(mistakes_with("cloudInit: {noCloud: {data: {meta-data: null, user-data: {}}}}") == "no error");
}

TEST_CASE("the volume of the seed is vmp's", "[kubevirt]") {
  CHECK(mistakes_with("kubevirt: {virtualMachine: {template: {spec: {volumes: [{name: seed, emptyDisk: {}}]}}}}\n"
                      "    cloudInit: {noCloud: {data: {user-data: {}}}}") == R"(
r2.yaml:4:68: error: the volume "seed" is the one that vmp makes of "cloudInit"
    4 |     kubevirt: {virtualMachine: {template: {spec: {volumes: [{name: seed, emptyDisk: {}}]}}}}
      |                                                                    ^~~~
  Give this one another name. A disk "seed" may say how the guest sees it.
)");
}

TEST_CASE("keys of libvirt's versions alone are told with them", "[kubevirt]") {
  CHECK(mistakes_with("interfaces: [{name: eth0, network: lan}]") == R"(
r2.yaml:4:5: error: provisioner "kubevirt-v1alpha1" has no "interfaces"; "v1beta1" has
    4 |     interfaces: [{name: eth0, network: lan}]
      |     ^~~~~~~~~~
  Network cards stand in KubeVirt's words under kubevirt.virtualMachine: template.spec.domain.devices.interfaces.
r.yaml:7:18: note: the provisioner is "kubevirt-v1alpha1"
)");
  CHECK(mistakes_with("ssh: {hostKey: agent}") == R"(
r2.yaml:4:11: error: provisioner "kubevirt-v1alpha1" has no "ssh.hostKey"; "v1beta1" has
    4 |     ssh: {hostKey: agent}
      |           ^~~~~~~
  Nobody vouches for the guest's key: ssh takes the first one.
r.yaml:7:18: note: the provisioner is "kubevirt-v1alpha1"
)");
}
