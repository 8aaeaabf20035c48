#pragma once

#include <optional>
#include <string_view>

#include "loader/addresses/ip_address.h"

namespace vmp {

// Addresses of one family, both ends included; the first is not behind the last.
struct AddressRange {
  IpAddress first;
  IpAddress last;

  bool contains(const IpAddress& address) const { return first <= address && address <= last; }
  bool overlaps(const AddressRange& other) const { return first <= other.last && other.first <= last; }
};

// FIRST-LAST, nullopt for anything else.
std::optional<AddressRange> read_address_range(std::string_view text);

}  // namespace vmp
