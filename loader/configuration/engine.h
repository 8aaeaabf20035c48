#pragma once

#include <span>
#include <string_view>

#include "loader/configuration/node/node.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/registry/registry.h"
#include "loader/validation/schema.h"

namespace vmp {

// What VMs are made with, and on what. VMs and templates may have the keys of several engines: the provisioner of the
// VM decides which one counts, and the others are as if they were not there.
struct Engine {
  std::string_view key;       // of VMs and templates: what is made
  std::string_view node_key;  // of nodes: how it is reached
  std::string_view node_is;   // what such a node is, for messages
  Shape node;                 // what a node is checked against
  Shape vm;                   // what a VM is checked against when it is complete
  bool needs_image;           // whether a VM that is not installed is made of one of the registry
  // Reads a node of the registry that is valid as `node`, and adds what is wrong with it.
  Node (*reach)(const Registry& registry, const Value& node, Diagnostics& mistakes);
};

std::span<const Engine> engines();

// The engine of libvirt hosts, which also have networks, pools and images.
const Engine& libvirt_engine();

// The engine of a version of provisioners; libvirt's for one that there is not.
const Engine& find_engine(std::string_view provisioner);

// The engine that a node is reached by; libvirt's for one that does not say it.
const Engine& find_engine_of_node(const Value& node);

// A mistake at `reference`, which names the node, if that is reached by another engine alone.
Diagnostics find_engine_mistakes(const Value& node, const Engine& engine, const Value& reference);

}  // namespace vmp
