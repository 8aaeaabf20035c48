#pragma once

#include <compare>
#include <span>
#include <string>
#include <vector>

#include "loader/configuration/vm/vm_configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// What tells volumes of all nodes apart.
struct VolumeKey {
  std::string uri;  // of the node
  std::string pool;
  std::string name;

  std::strong_ordering operator<=>(const VolumeKey& other) const = default;
};

// A volume on its backing volume.
struct BackingLink {
  std::string owner;  // `VM "web"`
  VolumeKey volume;
  VolumeKey base;
  Place place;  // of the backing volume's name
};

// In the order of the VM's volumes.
std::vector<BackingLink> list_backing_links(const VmConfiguration& vm);

// A mistake for each circle of volumes, at the first of them, with a note for each other one. Takes O(n log n).
Diagnostics find_backing_circles(std::span<const BackingLink> links);

}  // namespace vmp
