#pragma once

#include <optional>

#include "loader/configuration/vm/vm_configuration.h"

namespace vmp {

// What a VM takes of its node, as far as its options of virt-install say: the most that it may grow to without a new
// definition. Nothing where they do not say it, and virt-install would take what the system in it needs.
std::optional<PlacedNumber> find_memory(const VmConfiguration& vm);  // in bytes
std::optional<PlacedNumber> find_vcpus(const VmConfiguration& vm);

// A volume's size in bytes; nothing where it has that of what it is made from.
std::optional<PlacedNumber> find_capacity(const Volume& volume);

}  // namespace vmp
