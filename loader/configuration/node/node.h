#pragma once

#include <optional>

#include "loader/configuration/text.h"

namespace vmp {

enum class DeletionPolicy { kDelete, kRetain };

// How a cluster is reached, and where in it VMs are.
struct Cluster {
  Text context;     // of the user's kubeconfig
  Text name_space;  // by RFC 1123
};

// What the other kinds need of a node.
struct Node {
  Text name;
  Text uri;  // a libvirt connection URI, https://libvirt.org/uri.html; of a cluster cluster_uri()
  std::optional<Cluster> cluster = std::nullopt;
};

}  // namespace vmp
