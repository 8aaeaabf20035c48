#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vmp {

using MacAddress = std::array<std::uint8_t, 6>;

// Six bytes of two hexadecimal digits each with colons between them, as libvirt writes them. nullopt for anything else.
std::optional<MacAddress> read_mac_address(std::string_view text);

// Whether it is for many stations (IEEE 802, the first byte's lowest bit): no card has such a one.
bool is_multicast(const MacAddress& address);

// Whether nobody bought it: the first byte's second bit.
bool is_locally_administered(const MacAddress& address);

// In lower case, as libvirt compares them.
std::string to_string(const MacAddress& address);

}  // namespace vmp
