#include "loader/addresses/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace vmp {

namespace {

constexpr std::array<std::uint8_t, 12> kMappedIpv4 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

// Sets all bits behind the prefix to those of `filling`.
IpAddress with_host_bits(const IpAddress& address, int prefix, std::uint8_t filling) {
  std::array<std::uint8_t, 16> bytes = address.bytes();
  for (int bit = prefix; bit < address.bits(); bit = (bit / 8 + 1) * 8) {
    std::uint8_t& byte = bytes.at(static_cast<std::size_t>(bit) / 8);
    const auto mask = static_cast<std::uint8_t>(0xff >> (bit % 8));
    byte = static_cast<std::uint8_t>((byte & ~mask) | (filling & mask));
  }
  return {address.family(), bytes};
}

}  // namespace

IpAddress IpAddress::first_of(int prefix) const {
  return with_host_bits(*this, prefix, 0x00);
}

IpAddress IpAddress::last_of(int prefix) const {
  return with_host_bits(*this, prefix, 0xff);
}

std::optional<IpAddress> IpAddress::next() const {
  IpAddress result = *this;
  for (auto at = static_cast<std::size_t>(bits()) / 8; at-- > 0;) {
    if (++result.bytes_.at(at) != 0) return result;
  }
  return std::nullopt;
}

std::optional<IpAddress> read_ip_address(std::string_view text) {
  const std::string copy(text);
  if (copy.size() != std::string_view(copy.c_str()).size()) return std::nullopt;  // a NUL ends it for inet_pton
  std::array<std::uint8_t, 16> bytes = {};
  if (inet_pton(AF_INET, copy.c_str(), bytes.data()) == 1) return IpAddress(IpAddress::Family::kV4, bytes);
  if (inet_pton(AF_INET6, copy.c_str(), bytes.data()) != 1) return std::nullopt;
  if (std::equal(kMappedIpv4.begin(), kMappedIpv4.end(), bytes.begin())) return std::nullopt;
  return IpAddress(IpAddress::Family::kV6, bytes);
}

std::string to_string(const IpAddress& address) {
  std::array<char, INET6_ADDRSTRLEN> text = {};
  inet_ntop(address.is_v4() ? AF_INET : AF_INET6, address.bytes().data(), text.data(), text.size());
  return text.data();
}

bool IpPrefix::contains(const IpAddress& other) const {
  return other.family() == address.family() && other.first_of(length) == first();
}

bool IpPrefix::overlaps(const IpPrefix& other) const {
  return length <= other.length ? contains(other.address) : other.contains(address);
}

std::optional<IpPrefix> read_ip_prefix(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto address = read_ip_address(text.substr(0, slash));
  const std::string_view digits = text.substr(slash + 1);
  int length = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  const bool is_number = !digits.empty() && error == std::errc() && end == digits.data() + digits.size();
  const bool is_plain = digits.size() == 1 || (!digits.empty() && digits.front() != '0');
  if (!address || !is_number || !is_plain || length < 0 || length > address->bits()) return std::nullopt;
  return IpPrefix{*address, length};
}

std::string to_string(const IpPrefix& prefix) {
  return to_string(prefix.address) + "/" + std::to_string(prefix.length);
}

}  // namespace vmp
