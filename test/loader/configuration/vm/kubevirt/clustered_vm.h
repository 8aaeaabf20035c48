#pragma once

#include <string>
#include <vector>

#include "test/loader/configuration/vm/resolved_vm.h"

// VMs on a cluster that are resolved from sources in a test.
namespace vmp::test {

// Beside kLab: a cluster, and a template "clustered", so that `{name: web, template: clustered}` is a complete VM.
inline const std::string kCluster = R"(
nodes:
  - name: cloud
    vars: {SPACE: vms}
    kubernetes: {context: lab, namespace: "{SPACE}"}
templates:
  - name: clustered
    provisioner: kubevirt-v1alpha1
    nodeName: cloud
    image: debian:12
    kubevirt:
      dataVolumes:
        - name: "{VM_NAME}-root"
          spec: {source: {http: {url: "{IMAGE_URL}"}}, storage: {resources: {requests: {storage: 10Gi}}}}
      virtualMachine:
        runStrategy: Always
        template:
          spec:
            domain:
              memory: {guest: 1Gi}
              devices:
                disks: [{name: root, disk: {bus: virtio}}]
                interfaces: [{name: default, masquerade: {}, macAddress: "52:54:00:00:00:01"}]
            networks: [{name: default, pod: {}}]
            volumes: [{name: root, dataVolume: {name: "{VM_NAME}-root"}}]
)";

// kCluster is r.yaml; these are r2.yaml, r3.yaml...
inline std::vector<std::string> with_cluster(const std::vector<std::string>& texts) {
  std::vector<std::string> all = {kCluster};
  for (const std::string& text : texts) all.push_back(text);
  return all;
}

}  // namespace vmp::test
