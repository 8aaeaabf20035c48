#include "loader/warnings/find_warnings.h"

#include "loader/diagnostics/warning.h"
#include "test/catch.h"
#include "test/loader/warnings/resolved_vms.h"

using namespace vmp;
using namespace vmp::test;

namespace {

bool reads_nothing(std::string_view) {
  return false;
}

std::vector<std::string> names_of(const Diagnostics& warnings) {
  std::vector<std::string> names;
  for (const Diagnostic& warning : warnings) names.emplace_back(name_of(*warning.warning));
  return names;
}

}  // namespace

TEST_CASE("every warning about a VM is looked for") {
  const ResolvedVm vm = resolve({web(R"(    vars: {V1ALPHA1_X: $(A)}
    ssh: {password: x, options: {Florp: 1}}
    cloudInit: {noCloud: {seed: {path: s}, data: {user-data: {run_cmd: []}, network-config: {version: 2, a: {match: {macaddress: 00:00:00:00:00:01}, gateway4: x}}}}}
    libvirt:
      volumes: [{name: web, poolName: default, capacity: 1}]
      domain:
        virtInstall: {import: on, pxe: true, florp: x, osinfo: x, network: "mac=53:00:00:00:00:00", video: model=<,
                      disk: "vol=default/wep,size=1"}
)")});
  CHECK(names_of(find_warnings(vm)) ==
        std::vector<std::string>{"ambiguous-scalar", "bad-address", "bad-combination", "bad-mac", "command-variable",
                                 "double-escape", "misspelt-key", "near-volume", "plain-password", "small-capacity",
                                 "unknown-option", "unknown-ssh-option", "unknown-system", "unmanaged-disk",
                                 "unmatched-mac"});
  const ResolvedVm other =
      resolve({web(R"(    cloudInit: {noCloud: {seed: {path: s.iso}, data: {user-data: {hostname: “x”}}}}
    libvirt:
      volumes:
        - {name: s, poolName: p, format: qcow2, uploadFile: {path: s.iso}}
        - {name: i, poolName: p, uploadFile: {path: debian-12.qcow2}}
      domain: {virtInstall: {import: true}}
)")});
  CHECK(names_of(find_warnings(other)) == std::vector<std::string>{"iso-format", "nothing-to-boot", "typographic-quote",
                                                                   "unattached-seed", "unmade-upload"});
}

TEST_CASE("every warning about a registry is looked for") {
  const auto registry = registry_of({R"(
images:
  - {name: x, vars: {A: 1}, tags: [{pattern: x, url: '{A}', volumeName: v, vars: {A: 2}}]}
  - {name: y, tags: [{pattern: 1$, url: y, volumeName: debian-12.qcow2}]}
templates: [{name: t, vars: {VM_NAME: "{{ a }}"}}]
vms:
  - name: web
    template: base
    vars: {B: 1}
    description: ${VM_NAME}
    libvirt:
      pools: [{name: q, directory: {path: /q}}]
      volumes:
        - {name: m, poolName: p, backingVolume: {name: gone, poolName: q}}
        - &image {name: i, poolName: p, deletionPolicy: Retain, uploadFile: {path: .images/debian-12.qcow2}}
        - {name: b, poolName: p, capacity: 2}
        - {name: o, poolName: p, capacity: 1, backingVolume: {name: b, poolName: p}}
    cloudInit: &network {noCloud: {seed: {path: s}, data: {network-config: {a: {addresses: [10.0.0.5]}}}}}
  - {name: db, template: base, image: "y:1", libvirt: {volumes: [*image]}, cloudInit: *network}
)"});
  const std::vector<VmConfiguration> vms = configurations_of(*registry);
  CHECK(names_of(find_warnings(*registry, vms, {}, reads_nothing)) ==
        std::vector<std::string>{"computed-variable", "confused-image", "dollar-variable", "doubled-braces",
                                 "open-pattern", "repeated-address", "shadowed-variable", "small-overlay",
                                 "missing-backing", "unused-image", "unused-template", "unused-variable"});
  // What a VM with a mistake uses is not unused.
  CHECK(names_of(find_warnings(*registry, std::span(vms).first(1), {}, reads_nothing)) ==
        std::vector<std::string>{"computed-variable", "dollar-variable", "doubled-braces", "open-pattern",
                                 "shadowed-variable", "small-overlay"});
}
