#include "loader/warnings/cloud_init/address_checker.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "loader/diagnostics/warning.h"

namespace vmp {

namespace {

bool is_text(const Value& value) {
  return value.is_scalar() && !value.is_null();
}

std::string_view before_slash(std::string_view text) {
  return text.substr(0, text.find('/'));
}

// A prefix length, or a netmask of the family: 255.255.255.0, ffff:ffff::.
std::optional<int> read_length(std::string_view text, const IpAddress& address) {
  int length = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, length);
  if (error == std::errc() && rest == end) {
    return length >= 0 && length <= address.bits() ? std::optional(length) : std::nullopt;
  }
  const std::optional<IpAddress> mask = read_ip_address(text);
  if (!mask || mask->family() != address.family()) return std::nullopt;
  const IpAddress zero = mask->first_of(0);
  for (int bits = 0; bits <= mask->bits(); ++bits) {
    if (zero.last_of(0).first_of(bits) == *mask) return bits;
  }
  return std::nullopt;
}

// fe80::/10 is on every link.
bool is_link_local(const IpAddress& address) {
  return !address.is_v4() && address.bytes()[0] == 0xfe && (address.bytes()[1] & 0xc0U) == 0x80;
}

}  // namespace

void AddressChecker::begin_interface() {
  prefixes_.clear();
  has_unknown_ = {};
}

void AddressChecker::add_unknown_networks(IpAddress::Family family) {
  has_unknown_.at(static_cast<std::size_t>(family)) = true;
}

void AddressChecker::add_prefix(const Value& prefix) {
  if (!is_text(prefix)) return;
  if (const std::optional<IpPrefix> read = read_ip_prefix(prefix.text())) {
    prefixes_.push_back(*read);
  } else if (read_ip_address(prefix.text())) {
    tell(prefix, "has no prefix length", fmt::format("Write \"{}/24\", say.", prefix.text()));
  } else {
    tell(prefix, "is no IP address with a prefix length", "One looks like 192.168.122.10/24 or fd00::10/64.");
  }
}

void AddressChecker::add_address(const Value& address, const Value* netmask) {
  if (!is_text(address)) return;
  const std::string_view text = address.text();
  const std::string_view part = before_slash(text);
  const std::optional<IpAddress> read = read_ip_address(part);
  if (!read) {
    tell(address, "is no IP address");
    return;
  }
  const bool has_length = part.size() < text.size();
  const Value& mask = has_length || netmask == nullptr ? address : *netmask;
  const std::string_view mask_text = has_length ? text.substr(part.size() + 1) : mask.text();
  const bool has_none = !has_length && netmask == nullptr;
  const std::optional<int> length = has_none ? (read->is_v4() ? 24 : 64) : read_length(mask_text, *read);
  if (length) {
    prefixes_.push_back({*read, *length});
  } else {
    tell(mask, has_length ? "has no prefix length" : "is no netmask", "It is a number, or looks like 255.255.255.0.");
  }
}

void AddressChecker::check_gateway(const Value& gateway) {
  const std::optional<IpAddress> address = read_ip_address(gateway.text());
  check_address(gateway);
  if (!address || is_link_local(*address) || has_unknown_.at(static_cast<std::size_t>(address->family()))) return;
  const auto is_of_family = [&](const IpPrefix& prefix) { return prefix.address.family() == address->family(); };
  // Who has a network for one address alone reaches the gateway otherwise.
  const auto may_reach = [&](const IpPrefix& prefix) {
    return is_of_family(prefix) && (prefix.length == address->bits() || prefix.contains(*address));
  };
  if (std::ranges::none_of(prefixes_, is_of_family) || std::ranges::any_of(prefixes_, may_reach)) return;
  tell(gateway, "is a gateway in none of the networks of the addresses beside it");
}

void AddressChecker::check_address(const Value& address) {
  if (is_text(address) && !read_ip_address(address.text())) tell(address, "is no IP address");
}

void AddressChecker::check_addresses(const Value* addresses) {
  if (addresses == nullptr) return;
  check_address(*addresses);
  for (const Value& address : addresses->items()) check_address(address);
}

void AddressChecker::check_destination(const Value& destination) {
  if (!is_text(destination) || destination.text() == "default") return;
  if (!read_ip_address(before_slash(destination.text()))) tell(destination, "is no IP address or network");
}

Diagnostics AddressChecker::take_warnings() {
  return std::move(warnings_);
}

void AddressChecker::tell(const Value& value, std::string_view complaint, std::string help) {
  warnings_.push_back(
      warn(Warning::kBadAddress, value.place(), fmt::format("\"{}\" {}", value.text(), complaint), std::move(help)));
}

}  // namespace vmp
