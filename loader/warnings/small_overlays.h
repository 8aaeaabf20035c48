#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "loader/configuration/configuration.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// A warning for each volume whose capacity is smaller than that of its backing volume, where both are given, be it by
// different VMs of a node: the guest would see a cut disk.
Diagnostics find_small_overlays(std::span<const Configuration> vms);

// Bytes, as libvirt reads a capacity: a number and b, k or KiB, KB, and so on up to E, in any case
// (virScaleInteger of libvirt). Nothing if libvirt would refuse it.
std::optional<std::uint64_t> parse_capacity(std::string_view text);

}  // namespace vmp
