#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vmp {

// An IPv4 or IPv6 address. Addresses of one family are ordered as numbers; IPv4 comes before IPv6.
class IpAddress {
 public:
  enum class Family { kV4, kV6 };

  // 0.0.0.0
  IpAddress() = default;
  // The first 4 bytes of an IPv4 address, all 16 of an IPv6 one, in network order.
  IpAddress(Family family, const std::array<std::uint8_t, 16>& bytes) : family_(family), bytes_(bytes) {}

  Family family() const { return family_; }
  bool is_v4() const { return family_ == Family::kV4; }
  const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }

  // The length of an address in bits: 32 or 128.
  int bits() const { return is_v4() ? 32 : 128; }

  // This address with all bits behind the prefix cleared, or set.
  IpAddress first_of(int prefix) const;
  IpAddress last_of(int prefix) const;
  // The address behind this one; the last one of all has none.
  std::optional<IpAddress> next() const;

  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;

 private:
  Family family_ = Family::kV4;
  std::array<std::uint8_t, 16> bytes_ = {};
};

// Reads an address as people write it: four decimal numbers without leading zeros (RFC 6943, section 3.1.1: others take
// them for octal), or RFC 4291's forms without a zone. nullopt for anything else, also for an IPv4 address that is
// mapped into IPv6.
std::optional<IpAddress> read_ip_address(std::string_view text);

// The canonical form: dotted decimal, or RFC 5952.
std::string to_string(const IpAddress& address);

// An address with the length of its network's prefix: 192.168.155.254/24.
struct IpPrefix {
  IpAddress address;
  int length = 0;

  bool contains(const IpAddress& other) const;
  bool overlaps(const IpPrefix& other) const;
  IpAddress first() const { return address.first_of(length); }  // the network's own address
  IpAddress last() const { return address.last_of(length); }    // of IPv4, the broadcast address

  friend bool operator==(const IpPrefix&, const IpPrefix&) = default;
};

// ADDRESS/LENGTH, nullopt for anything else.
std::optional<IpPrefix> read_ip_prefix(std::string_view text);

std::string to_string(const IpPrefix& prefix);

}  // namespace vmp
