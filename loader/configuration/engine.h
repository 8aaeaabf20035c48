#pragma once

#include <span>
#include <string_view>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
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
};

std::span<const Engine> engines();

// The engine of libvirt hosts, which also have networks, pools and images.
const Engine& libvirt_engine();

// The engine of a version of provisioners; libvirt's for one that there is not.
const Engine& find_engine(std::string_view provisioner);

// A mistake at `reference`, which names the node, if that is reached by another engine alone.
Diagnostics find_engine_mistakes(const Value& node, const Engine& engine, const Value& reference);

}  // namespace vmp
