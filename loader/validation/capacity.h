#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace vmp {

// What libvirt and bash count up to.
inline constexpr std::uint64_t kMostBytes = std::numeric_limits<std::int64_t>::max();

// Bytes, as libvirt reads a capacity: a number and b, k or KiB, KB, and so on up to E, in any case (virScaleInteger of
// libvirt). More than kMostBytes, however many they are, where it is too much; nothing for what is no capacity.
std::optional<std::uint64_t> parse_capacity(std::string_view text);

}  // namespace vmp
