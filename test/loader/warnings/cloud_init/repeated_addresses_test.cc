#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// Two VMs with these network-configs.
std::string warnings_about(const std::string& web, const std::string& db, const std::string& more_of_db = "") {
  const auto vm = [](const std::string& name, const std::string& network, const std::string& more) {
    return "  - name: " + name + "\n    template: base\n" + more +
           "    cloudInit: {noCloud: {seed: {path: s.iso}, data: {network-config: " + network + "}}}\n";
  };
  const auto registry = registry_of({"vms:\n" + vm("web", web, "") + vm("db", db, more_of_db), R"(
nodes:
  - name: other
    libvirt: {connection: {uri: "qemu+ssh://other/system"}}
)"});
  return warnings_of_registry(*registry, find_repeated_addresses);
}

}  // namespace

TEST_CASE("two VMs of a node do not have one address") {
  CHECK(warnings_about("{ethernets: {eth0: {addresses: [10.0.0.5/24]}}}",
                       "{ethernets: {eth0: {addresses: [10.0.0.6/24, 10.0.0.5/16]}}}") == R"(
r.yaml:7:116: warning: VM "db" and VM "web" both have address "10.0.0.5" on node "lab" [repeated-address]
    7 | ...rnets: {eth0: {addresses: [10.0.0.6/24, 10.0.0.5/16]}}}}}}
      |                                            ^~~~~~~~~~~
r.yaml:4:103: note: address "10.0.0.5" of VM "web"
)");
}

TEST_CASE("addresses are found in all forms of network-config") {
  const std::string plain = "{ethernets: {eth0: {addresses: [fd00::5/64, 10.0.0.5/24]}}}";
  for (const char* same : {
           "{ethernets: {eth0: {addresses: [{10.0.0.5/24: {label: a}}]}}}",
           "{bridges: {br0: {addresses: [\"10.0.0.5/24\"]}}}",
           "{network: {version: 2, vlans: {v: {addresses: [\"fd00:0:0::5/64\"]}}}}",
           "{version: 1, config: [{type: physical, subnets: [{type: static, address: 10.0.0.5/24}]}]}",
           "\"ethernets:\\n  eth0:\\n    addresses: [10.0.0.5/24]\"",
       }) {
    const std::string warnings = warnings_about(plain, same);
    CHECK(warnings.find("both have address") != std::string::npos);
  }
}

TEST_CASE("other addresses, other nodes, and the addresses of others are right") {
  const std::string plain = "{ethernets: {eth0: {addresses: [10.0.0.5/24, 127.0.0.1/8, \"fe80::1/64\"]}}}";
  CHECK(warnings_about(plain, "{ethernets: {eth0: {addresses: [10.0.0.6/24]}}}") == "\n");
  CHECK(warnings_about(plain, "{ethernets: {eth0: {addresses: [127.0.0.1/8, \"fe80::1/64\"]}}}") == "\n");
  CHECK(warnings_about(plain, plain, "    nodeName: other\n") == "\n");
  CHECK(warnings_about(plain, "{ethernets: {eth0: {nameservers: {addresses: [10.0.0.5]}}}}") == "\n");
  CHECK(warnings_about(plain, "{version: 1, config: [{type: nameserver, address: 10.0.0.5}]}") == "\n");
  CHECK(warnings_about(plain, "{ethernets: {eth0: {addresses: [dhcp, {}, null]}}}") == "\n");
  CHECK(warnings_about(plain, "\"[\"") == "\n");
  CHECK(warnings_about("{a: {addresses: [10.0.0.5, 10.0.0.5]}}", "{}") == "\n");
}
