#include "loader/configuration/network/resolve_network.h"

#include <string>

#include "loader/configuration/configuration_document.h"
#include "loader/document/write_yaml.h"
#include "test/catch.h"
#include "test/loader/configuration/network/resolved_network.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// What `vmp config` prints of the network.
std::string resolved_network(const std::string& text) {
  const auto registry = registry_with_node(text);
  return "\n" + write_yaml(*describe_configuration(resolve_network(*registry, "net")).find("network"));
}

std::string mistakes_in(const std::string& text) {
  return mistakes_of([&] { resolve_network(*registry_with_node(text), "net"); });
}

}  // namespace

TEST_CASE("a network inherits from templates of its kind and uses variables", "[resolve_network]") {
  CHECK(resolved_network(R"(
templates:
  - name: lan
    kind: network
    description: not inherited
    provisioner: v1beta1
    nodeName: lab
    vars: {PREFIX: 10.0.7}
    domain: {name: "{NETWORK_NAME}.example.org", localOnly: true}
    mtu: 1420
    hosts: [{name: gw, addresses: ["{PREFIX}.1"]}]
networks:
  - name: net
    template: lan
    mtu: null
    addresses: [{cidr: "{PREFIX}.1/24", dhcp: {ranges: ["{PREFIX}.100-{PREFIX}.199"], leaseTime: 12h}}]
    hosts: [{name: printer, addresses: ["{PREFIX}.5"], mac: "00:11:22:AA:BB:CC"}]
)") == R"(
name: net
nodeName: lab
provisioner: v1beta1
vars:
  PREFIX: 10.0.7
domain:
  name: net.example.org
  localOnly: "true"
addresses:
- cidr: 10.0.7.1/24
  dhcp:
    ranges:
    - 10.0.7.100-10.0.7.199
    leaseTime: 12h
hosts:
- name: gw
  addresses:
  - 10.0.7.1
- name: printer
  addresses:
  - 10.0.7.5
  mac: 00:11:22:AA:BB:CC
mode: nat
autostart: "true"
deletionPolicy: Delete
)");
}

TEST_CASE("the structs have addresses in their canonical form and defaults filled in", "[resolve_network]") {
  const auto registry = registry_with_node(network_with(R"(
addresses: [{cidr: "FD00:0::1/64", dhcp: {leaseTime: infinite}}]
hosts: [{name: a, addresses: ["fd00::00A"], mac: "52:54:00:AA:BB:CC", duid: "00:03:00:01:AA"}]
)"));
  const NetworkConfiguration network = resolve_network(*registry, "net").configuration;
  CHECK(to_string(network.addresses.front().prefix) == "fd00::1/64");
  CHECK(network.addresses.front().dhcp->lease_seconds == 0);
  CHECK(to_string(network.hosts.front().addresses.front().address) == "fd00::a");
  CHECK(network.hosts.front().mac->value == "52:54:00:aa:bb:cc");
  CHECK(network.hosts.front().duid->value == "00:03:00:01:aa");
  CHECK(network.mode == NetworkMode::kNat);
  CHECK(network.dns.enabled);
  CHECK(network.autostart);
  CHECK_FALSE(network.stp);
  CHECK_FALSE(network.provisioner.has_value());
  CHECK(network.node.uri.value == "qemu:///system");
  CHECK(network.variables.at("NETWORK_NAME").value == "net");
}

TEST_CASE("a VM's template is none of a network's", "[resolve_network]") {
  CHECK(mistakes_in(R"(
templates: [{name: base, nodeName: lab}]
networks: [{name: net, template: base}]
)") == R"(
r.yaml:2:34: error: template "base" is for VMs, not for networks
    2 | networks: [{name: net, template: base}]
      |                                  ^~~~
r.yaml:1:20: note: template "base" has the kind "vm"
)");
}

TEST_CASE("a mistake in what a template brought says who inherits it", "[resolve_network]") {
  CHECK(mistakes_in(R"(
templates:
  - name: lan
    kind: network
    mtu: 12
networks: [{name: net, nodeName: lab, template: lan}]
)") == R"(
r.yaml:4:10: error: mtu "12" must be a whole number from 68 to 65535
    4 |     mtu: 12
      |          ^~
r.yaml:5:19: note: network "net" inherits it from template "lan"
)");
}

TEST_CASE("a network needs its node", "[resolve_network]") {
  CHECK(mistakes_in("networks: [{name: net}]") == R"(
r.yaml:1:19: error: network "net" has no "nodeName"
    1 | networks: [{name: net}]
      |                   ^~~
  The only node is "lab".
)");
  CHECK(mistakes_in("networks: [{name: net, nodeName: lap}]") == R"(
r.yaml:1:34: error: node "lap" is not defined
    1 | networks: [{name: net, nodeName: lap}]
      |                                  ^~~
  Did you mean "lab"? It is defined at lab.yaml:2:11.
)");
}

TEST_CASE("the node's variables are a network's, its own name is computed", "[resolve_network]") {
  CHECK(mistakes_in(R"(
networks:
  - name: net
    nodeName: "{NODE_NAME}"
)") == R"(
r.yaml:3:16: error: variable "NODE_NAME" is not known here
    3 |     nodeName: "{NODE_NAME}"
      |                ^~~~~~~~~~~
  It is computed from the node, which is looked up first.
)");
  const auto registry =
      registry_with_node("networks: [{name: net, nodeName: lab, mode: isolated, vars: {NETWORK_NAME: x}}]");
  CHECK(render(resolve_network(*registry, "net").warnings) == R"(
r.yaml:1:62: warning: variable "NETWORK_NAME" is computed: this value cannot win [computed-variable]
    1 | networks: [{name: net, nodeName: lab, mode: isolated, vars: {NETWORK_NAME: x}}]
      |                                                              ^~~~~~~~~~~~
  Give the variable another name.
)");
}
