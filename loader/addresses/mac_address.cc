#include "loader/addresses/mac_address.h"

#include <fmt/format.h>

#include <charconv>

namespace vmp {

std::optional<MacAddress> read_mac_address(std::string_view text) {
  MacAddress address = {};
  constexpr std::size_t kLength = 17;
  if (text.size() != kLength) return std::nullopt;
  for (std::size_t at = 0; at < address.size(); ++at) {
    const char* const digits = text.data() + 3 * at;
    const auto [end, error] = std::from_chars(digits, digits + 2, address.at(at), 16);
    if (error != std::errc() || end != digits + 2) return std::nullopt;
    if (at + 1 < address.size() && *end != ':') return std::nullopt;
  }
  return address;
}

bool is_multicast(const MacAddress& address) {
  return (address.front() & 1) != 0;
}

bool is_locally_administered(const MacAddress& address) {
  return (address.front() & 2) != 0;
}

std::string to_string(const MacAddress& address) {
  return fmt::format("{:02x}:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}", address[0], address[1], address[2], address[3],
                     address[4], address[5]);
}

}  // namespace vmp
