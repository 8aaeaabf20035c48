#include "loader/addresses/address_range.h"

namespace vmp {

std::optional<AddressRange> read_address_range(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto first = read_ip_address(text.substr(0, dash));
  const auto last = read_ip_address(text.substr(dash + 1));
  if (!first || !last || first->family() != last->family() || *last < *first) return std::nullopt;
  return AddressRange{*first, *last};
}

}  // namespace vmp
