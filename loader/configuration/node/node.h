#pragma once

#include "loader/configuration/text.h"

namespace vmp {

enum class DeletionPolicy { kDelete, kRetain };

// What the other kinds need of a node.
struct Node {
  Text name;
  Text uri;  // a libvirt connection URI, https://libvirt.org/uri.html
};

}  // namespace vmp
