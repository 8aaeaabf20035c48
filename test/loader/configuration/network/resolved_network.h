#pragma once

#include <string>
#include <vector>

#include "loader/configuration/network/resolve_network.h"
#include "loader/registry/registry.h"
#include "test/loader/in_memory.h"

// Networks that are resolved from sources in a test.
namespace vmp::test {

inline const std::string kNode = R"(
nodes:
  - name: lab
    libvirt: {connection: {uri: "qemu:///system"}}
)";

// A registry of the node "lab" (lab.yaml) and a source (r.yaml).
inline std::unique_ptr<const Registry> registry_with_node(const std::string& text) {
  return std::make_unique<const Registry>(
      std::vector<std::shared_ptr<const SourceFile>>{source(kNode, "lab.yaml"), source(text)});
}

// The source of a network "net" on that node with these fields, a line each.
inline std::string network_with(const std::string& fields) {
  return "networks:\n  - name: net\n    nodeName: lab\n" + indent(fields);
}

inline std::string mistakes_in_network(const std::string& fields) {
  return mistakes_of([&] { resolve_network(*registry_with_node(network_with(fields)), "net"); });
}

}  // namespace vmp::test
