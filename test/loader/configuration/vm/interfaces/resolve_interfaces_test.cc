#include "loader/configuration/vm/interfaces/resolve_interfaces.h"

#include <fmt/format.h>

#include "test/catch.h"
#include "test/loader/configuration/vm/interfaces/interface_lab.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string variables(const std::vector<std::string>& texts) {
  std::string lines = "\n";
  for (const auto& [name, value] : resolve(texts).configuration.variables) {
    if (name.starts_with("NIC_")) lines += fmt::format("{} {}\n", name, value.value);
  }
  return lines;
}

}  // namespace

TEST_CASE("an interface has its defaults", "[interfaces]") {
  const auto texts = plugged(R"(
  - {name: eth0, network: service, addresses: [10.0.7.5]}
  - {name: eth1, bridge: br0, mac: 52:54:00:AB:CD:EF, hostname: www, dns: no}
)");
  CHECK(resolved(texts, {"vm", "interfaces"}) == R"(- name: eth0
  network: service
  addresses:
  - 10.0.7.5
  mac: 52:2e:32:ca:30:87
  hostname: web
  via: dhcp
  dns: "true"
- name: eth1
  bridge: br0
  mac: 52:54:00:AB:CD:EF
  hostname: www
  dns: "no"
  via: dhcp
)");
}

TEST_CASE("an interface knows its network", "[interfaces]") {
  const std::vector<Interface> interfaces = resolve(plugged(R"(
  - {name: eth0, network: service, addresses: [10.0.7.5, "fd00:7::5"]}
  - {name: eth1, network: storage, addresses: [10.0.8.5], via: static}
  - {name: eth2, network: lan, addresses: [10.9.9.9]}
)"))
                                                .configuration.interfaces;
  CHECK(interfaces[0].is_in_registry);
  CHECK(interfaces[0].addresses[0].prefix == 24);
  CHECK(to_string(*interfaces[0].addresses[1].gateway) == "fd00:7::1");
  CHECK(interfaces[0].domain->value == "example.org");
  CHECK(interfaces[0].asks_dhcp4);
  CHECK(interfaces[0].asks_dhcp6);
  CHECK(interfaces[0].dns.size() == 2);
  CHECK_FALSE(interfaces[1].addresses[0].gateway);
  CHECK(interfaces[1].dns.empty());
  CHECK_FALSE(interfaces[1].asks_dhcp4);
  CHECK(interfaces[1].hostname.value == "web-eth1");
  CHECK_FALSE(interfaces[2].is_in_registry);
  CHECK_FALSE(interfaces[2].addresses[0].prefix);
}

TEST_CASE("what interfaces get is variables of the VM", "[interfaces]") {
  CHECK(variables(plugged(R"(
  - {name: eth0, network: service, addresses: ["{IP}", "fd00:7::5"]}
  - {name: eth1, user: true}
)",
                          "vars: {IP: 10.0.7.5, NIC_1_ADDRESS: 10.0.2.15}")) == R"(
NIC_0_ADDRESS 10.0.7.5
NIC_0_DNS 10.0.7.1
NIC_0_DOMAIN example.org
NIC_0_GATEWAY 10.0.7.1
NIC_0_MAC 52:2e:32:ca:30:87
NIC_0_PREFIX 24
NIC_1_ADDRESS 10.0.2.15
NIC_1_MAC 52:f4:92:20:56:6a
)");
  CHECK(resolved(
            plugged("  - {name: eth0, network: service, addresses: [10.0.7.5]}\n", "ssh: {host: \"{NIC_0_ADDRESS}\"}"),
            {"vm", "ssh", "host"}) == "10.0.7.5\n");
}

TEST_CASE("an interface cannot use what interfaces get", "[interfaces]") {
  CHECK(mistakes_in_vm(plugged("  - {name: eth0, network: service, hostname: \"{NIC_0_MAC}\"}\n")) == R"(
r2.yaml:7:47: error: variable "NIC_0_MAC" is not known here
    7 |   - {name: eth0, network: service, hostname: "{NIC_0_MAC}"}
      |                                               ^~~~~~~~~~~
  It is computed from the interfaces, which are resolved first.
)");
}

TEST_CASE("what an interface has not is told with the reason", "[interfaces]") {
  CHECK(mistakes_in_vm(plugged("  - {name: eth0, network: storage}\n",
                               "ssh: {host: \"{NIC_0_ADDRESS}\", user: \"{NIC_0_GATEWAY}\"}")) == R"(
r2.yaml:5:16: error: variable "NIC_0_ADDRESS" is not known here
    5 |   ssh: {host: "{NIC_0_ADDRESS}", user: "{NIC_0_GATEWAY}"}
      |                ^~~~~~~~~~~~~~~
  Interface "eth0" has no "addresses".
r2.yaml:5:41: error: variable "NIC_0_GATEWAY" is not known here
    5 |   ssh: {host: "{NIC_0_ADDRESS}", user: "{NIC_0_GATEWAY}"}
      |                                         ^~~~~~~~~~~~~~~
  Interface "eth0" has no address on a network of the registry that routes.
)");
}

TEST_CASE("a value for a computed variable of an interface cannot win", "[interfaces]") {
  CHECK(warnings_of_vm(plugged("  - {name: eth0, network: storage}\n", "vars: {NIC_0_MAC: x, NIC_0_GATEWAY: y}")) ==
        R"(
r2.yaml:5:10: warning: variable "NIC_0_MAC" is computed: this value cannot win [computed-variable]
    5 |   vars: {NIC_0_MAC: x, NIC_0_GATEWAY: y}
      |          ^~~~~~~~~
  Give the variable another name.
)");
}

TEST_CASE("where an interface is static, cloud-init is told of all", "[interfaces]") {
  CHECK(resolved(plugged(R"(
  - {name: eth0, network: service, via: static, addresses: [10.0.7.5, "fd00:7::5"]}
  - {name: eth1, network: storage, via: static, addresses: [10.0.8.5]}
  - {name: eth2, network: service}
  - {name: eth3, bridge: br0, via: static, addresses: [192.0.2.7/28]}
  - {name: eth4, network: storage}
)"),
                 {"vm", "cloudInit", "noCloud", "data"}) == R"(network-config:
  version: 2
  ethernets:
    eth0:
      match:
        macaddress: 52:2e:32:ca:30:87
      set-name: eth0
      dhcp4: false
      dhcp6: false
      addresses:
      - 10.0.7.5/24
      - fd00:7::5/64
      routes:
      - to: 0.0.0.0/0
        via: 10.0.7.1
      - to: "::/0"
        via: fd00:7::1
      nameservers:
        addresses:
        - 10.0.7.1
        - fd00:7::1
        search:
        - example.org
    eth1:
      match:
        macaddress: 52:f4:92:20:56:6a
      set-name: eth1
      dhcp4: false
      dhcp6: false
      addresses:
      - 10.0.8.5/24
    eth2:
      match:
        macaddress: 52:4c:d4:70:b9:4f
      set-name: eth2
      dhcp4: true
      dhcp6: true
    eth3:
      match:
        macaddress: 52:c5:d9:4d:d5:dd
      set-name: eth3
      dhcp4: false
      dhcp6: false
      addresses:
      - 192.0.2.7/28
    eth4:
      match:
        macaddress: 52:f9:18:4c:06:4c
      set-name: eth4
      dhcp4: false
      dhcp6: false
)");
}

TEST_CASE("a network-config of the VM stays as it is, and DHCP needs none", "[interfaces]") {
  CHECK(resolved(plugged("  - {name: eth0, network: service, via: static, addresses: [10.0.7.5]}\n",
                         "cloudInit: {noCloud: {seed: {path: s.iso}, data: {network-config: {version: 2}}}}"),
                 {"vm", "cloudInit", "noCloud", "data"}) == "network-config:\n  version: 2\n");
  CHECK(resolved(plugged("  - {name: eth0, network: service}\n"), {"vm", "cloudInit", "noCloud", "data"}) == "nothing");
}

TEST_CASE("a mistake of a network is told of the VM on it", "[interfaces]") {
  CHECK(mistakes_in_vm({R"(
networks: [{name: lan, nodeName: lab, addresses: [{cidr: 10.0.0.1}]}]
vms: [{name: web, template: base, provisioner: v1beta1, interfaces: [{name: eth0, network: lan}]}]
)"}) == R"(
r.yaml:1:58: error: cidr "10.0.0.1" must have the length of its prefix
    1 | networks: [{name: lan, nodeName: lab, addresses: [{cidr: 10.0.0.1}]}]
      |                                                          ^~~~~~~~
  Write it behind a slash: 10.0.0.1/24.
)");
}

TEST_CASE("interfaces of templates and VM merge by name", "[interfaces]") {
  CHECK(resolved({kNetworks, R"(
templates: [{name: lan, interfaces: [{name: eth0, network: service}, {name: eth1, network: storage}]}]
vms: [{name: web, templates: [base, lan], provisioner: v1beta1, interfaces: [{name: eth1, addresses: [10.0.8.5], via: static, dns: no}, {name: eth0, dns: no}], cloudInit: {noCloud: {seed: {path: s.iso}}}}]
)"},
                 {"vm", "interfaces"}) == R"(- name: eth0
  network: service
  dns: "no"
  mac: 52:2e:32:ca:30:87
  hostname: web
  via: dhcp
- name: eth1
  network: storage
  addresses:
  - 10.0.8.5
  via: static
  dns: "no"
  mac: 52:f4:92:20:56:6a
  hostname: web-eth1
)");
}
