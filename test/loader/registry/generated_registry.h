#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "loader/document/value.h"

namespace vmp::test {

// Documents that fold into a registry: nodes, images, templates over templates, VMs, all with values of every form,
// overridden, cleared and set again by later documents.
struct GeneratedRegistry {
  std::vector<Value> documents;
  std::vector<std::string> vms;  // most of them resolve
};

// The same registry for the same seed.
GeneratedRegistry generate_registry(std::uint64_t seed);

}  // namespace vmp::test
