#include "provisioners/landscape.h"

#include <fmt/format.h>

#include "test/catch.h"
#include "test/loader/configuration/vm/interfaces/interface_lab.h"

using namespace vmp;
using namespace vmp::test;

namespace {

constexpr std::string_view kVms = R"(
vms:
  - name: web
    template: base
    provisioner: v1beta1
    cloudInit: {noCloud: {seed: {path: seed.iso}}}
    interfaces:
      - {name: eth0, network: service, addresses: [10.0.7.5, "fd00:7::5"], aliases: [www]}
      - {name: eth1, network: storage, addresses: [10.0.8.5], via: static}
      - {name: eth2, network: service, addresses: [10.0.7.6], dns: false}
      - {name: eth3, network: service, addresses: [10.0.7.7], dns: false, via: static}
      - {name: eth4, network: service}
      - {name: eth5, network: default, addresses: [192.168.122.5]}
  - {name: old, template: base}
)";

std::string describe(const NetworkConfiguration& network) {
  std::string lines = network.name.value + "\n";
  for (const NetworkHost& host : network.hosts) {
    lines += fmt::format("  {}", host.name.value.empty() ? "-" : host.name.value);
    for (const Text& alias : host.aliases) lines += " " + alias.value;
    for (const PlacedAddress& each : host.addresses) lines += " " + to_string(each.address);
    lines += fmt::format(" {} of {}\n", host.mac ? "reserved" : "", host.owner);
  }
  return lines;
}

struct Landscaped {
  std::string networks = "\n";
  std::string found;
};

Landscaped landscape_of(const std::vector<std::string>& texts, const std::vector<std::string>& vms) {
  const auto registry = registry_of(texts);
  const Work work;
  Landscape landscape(*registry, work);
  Landscaped result;
  landscape.resolve_vms(vms, [](std::size_t, const ResolvedVm&, Stopwatch&, const Diagnostics&) {});
  landscape.resolve_networks([&](std::size_t, const NetworkConfiguration& network, Stopwatch&, const Diagnostics&) {
    result.networks += describe(network);
  });
  result.found = render(landscape.finish());
  return result;
}

}  // namespace

TEST_CASE("networks have the hosts that VMs are on them", "[landscape]") {
  const Landscaped result = landscape_of({kNetworks, std::string(kVms)}, {"web", "old"});
  CHECK(result.networks == R"(
service
  web www 10.0.7.5 fd00:7::5 reserved of VM "web"
  - 10.0.7.6 reserved of VM "web"
storage
  web-eth1 10.0.8.5  of VM "web"
office
remote
)");
  CHECK(result.found == "\n");
}

TEST_CASE("VMs that are not resolved are on no network", "[landscape]") {
  CHECK(landscape_of({kNetworks, std::string(kVms)}, {"old"}).networks == R"(
service
storage
office
remote
)");
}

TEST_CASE("only VMs with interfaces, of their own or inherited, need to be", "[landscape]") {
  CHECK(list_plugged_vms(*registry_of({kNetworks, std::string(kVms), R"(
templates: [{name: lan, interfaces: [{name: eth0, network: service}]}]
vms: [{name: heir, template: lan}]
)"})) == std::vector<std::string>{"web", "heir"});
}

TEST_CASE("an address, a name and a MAC address are one host's", "[landscape]") {
  CHECK(landscape_of({kNetworks, R"(
vms:
  - name: a
    template: base
    provisioner: v1beta1
    interfaces: [{name: eth0, network: service, addresses: [10.0.7.5], aliases: [WWW], mac: 52:54:00:12:34:56}]
  - name: b
    template: base
    provisioner: v1beta1
    interfaces:
      - {name: eth0, network: service, addresses: [10.0.7.5], hostname: www}
      - {name: eth1, network: storage, mac: 52:54:00:12:34:56}
  - name: c
    template: base
    libvirt: {domain: {virtInstall: {network: [{name: n, options: {mac: "52:54:00:12:34:56"}}]}}}
)"},
                     {"a", "b", "c"})
            .found == R"(
r2.yaml:10:73: error: VM "b" and VM "a" of network "service" both have the name "www"
   10 |       - {name: eth0, network: service, addresses: [10.0.7.5], hostname: www}
      |                                                                         ^~~
r2.yaml:5:82: note: the name "www" of VM "a"
r2.yaml:10:52: error: VM "b" and VM "a" of network "service" both have the address 10.0.7.5
   10 |       - {name: eth0, network: service, addresses: [10.0.7.5], hostname: www}
      |                                                    ^~~~~~~~
r2.yaml:5:61: note: the address 10.0.7.5 of VM "a"
r2.yaml:11:45: error: VM "b" and VM "a" both have MAC address "52:54:00:12:34:56" on node "lab"
   11 |       - {name: eth1, network: storage, mac: 52:54:00:12:34:56}
      |                                             ^~~~~~~~~~~~~~~~~
r2.yaml:5:93: note: MAC address "52:54:00:12:34:56" of VM "a"
r2.yaml:14:73: error: VM "c" and VM "a" both have MAC address "52:54:00:12:34:56" on node "lab"
   14 |     libvirt: {domain: {virtInstall: {network: [{name: n, options: {mac: "52:54:00:12:34:56"}}]}}}
      |                                                                         ^~~~~~~~~~~~~~~~~~~
r2.yaml:5:93: note: MAC address "52:54:00:12:34:56" of VM "a"
)");
}

TEST_CASE("mistakes of a network are told once, whoever is on it", "[landscape]") {
  CHECK(landscape_of({R"(
networks: [{name: lan, nodeName: lab, addresses: [{cidr: 10.0.0.1}]}]
vms:
  - {name: a, template: base, provisioner: v1beta1, interfaces: [{name: eth0, network: lan}]}
  - {name: b, template: base, provisioner: v1beta1, interfaces: [{name: eth0, network: lan}]}
)"},
                     {"a", "b"})
            .found == R"(
r.yaml:1:58: error: cidr "10.0.0.1" must have the length of its prefix
    1 | networks: [{name: lan, nodeName: lab, addresses: [{cidr: 10.0.0.1}]}]
      |                                                          ^~~~~~~~
  Write it behind a slash: 10.0.0.1/24.
)");
}
