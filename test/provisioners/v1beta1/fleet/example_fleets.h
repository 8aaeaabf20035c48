#pragma once

#include <string>

#include "loader/configuration/fleet/fleet_configuration.h"

namespace vmp::test {

inline Text text(const std::string& value) {
  return {.value = value, .place = {}};
}

inline Node node(const std::string& name, const std::string& uri = "qemu:///system") {
  return {.name = text(name), .uri = text(uri)};
}

// Two nodes, one of them without a directory, two networks, an image that is built on another one, and three VMs that
// depend on each other.
inline FleetConfiguration example_fleet() {
  FleetConfiguration fleet;
  const Node kvm1 = node("kvm1", "qemu+ssh://root@kvm1/system");
  const Node edge = node("edge");
  fleet.name = text("m2");
  fleet.nodes = {{.node = kvm1, .has_directory = true}, {.node = edge, .has_directory = false}};
  fleet.networks = {{.name = "service", .node = kvm1}, {.name = "storage", .node = edge}};
  fleet.images = {{.directory = "debian/12", .base = std::nullopt}, {.directory = "web/12,20a", .base = "debian/12"}};
  fleet.vms = {{.name = "sam-1",
                .node = kvm1,
                .domain = text("sam-1"),
                .groups = {"samba", "all"},
                .networks = {"service"},
                .depends_on = {{.vm = text("ldap-1"), .until_ready = true}},
                .image = "web/12,20a"},
               {.name = "ldap-1",
                .node = kvm1,
                .domain = text("directory"),
                .groups = {},
                .networks = {"service"},
                .depends_on = {{.vm = text("lone"), .until_ready = false}}},
               {.name = "lone", .node = edge, .domain = text("lone"), .groups = {}, .networks = {}, .depends_on = {}}};
  return fleet;
}

}  // namespace vmp::test
