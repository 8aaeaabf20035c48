#pragma once

#include <string>

#include "test/loader/configuration/vm/resolved_vm.h"

// VMs of v1beta1 on networks of the registry.
namespace vmp::test {

// A node has two networks, another node a third one.
inline const std::string kNetworks = R"(
nodes: [{name: attic, libvirt: {connection: {uri: "qemu+ssh://attic/system"}}}]
networks:
  - name: service
    nodeName: lab
    domain: {name: example.org}
    addresses:
      - {cidr: 10.0.7.1/24, dhcp: {ranges: [10.0.7.100-10.0.7.199]}}
      - {cidr: "fd00:7::1/64", dhcp: {}}
    portgroups: [{name: fast}]
  - {name: storage, nodeName: lab, mode: isolated, addresses: [{cidr: 10.0.8.1/24}], dns: {enabled: false}}
  - {name: office, nodeName: lab, mode: bridge, bridge: br0}
  - {name: remote, nodeName: attic, addresses: [{cidr: 10.0.9.1/24}]}
)";

inline const std::string kSeed = "cloudInit: {noCloud: {seed: {path: seed.iso}}}";

// A VM with these interfaces and further fields, a line each, on those networks.
inline std::vector<std::string> plugged(const std::string& interfaces, const std::string& fields = kSeed) {
  return {kNetworks, "vms:\n- name: web\n  template: base\n  provisioner: v1beta1\n  " + fields + "\n  interfaces:\n" +
                         interfaces};
}

}  // namespace vmp::test
