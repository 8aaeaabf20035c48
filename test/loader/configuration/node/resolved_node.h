#pragma once

#include <string>

#include "loader/configuration/node/resolve_node.h"
#include "loader/registry/registry.h"
#include "test/loader/in_memory.h"

// Nodes that are resolved from sources in a test.
namespace vmp::test {

// The source of a node "lab" with these fields, a line each.
inline std::string node_with(const std::string& fields) {
  return "nodes:\n  - name: lab\n    libvirt: {connection: {uri: \"qemu:///system\"}}\n" + indent(fields);
}

inline NodeConfiguration resolve_node_of(const std::string& text) {
  return resolve_node(Registry({source(text)}), "lab").configuration;
}

inline std::string mistakes_in_node(const std::string& fields) {
  return mistakes_of([&] { resolve_node_of(node_with(fields)); });
}

}  // namespace vmp::test
