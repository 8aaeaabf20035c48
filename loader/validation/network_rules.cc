#include "loader/validation/network_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "loader/addresses/address_range.h"
#include "loader/addresses/host_name.h"
#include "loader/addresses/ip_address.h"
#include "loader/addresses/lease_time.h"
#include "loader/addresses/mac_address.h"
#include "loader/diagnostics/letter_case.h"
#include "loader/diagnostics/utf8.h"

namespace vmp {

namespace {

using Result = std::optional<BrokenRule>;

// YAML 1.1's words, as plain flags have them.
constexpr std::array<std::string_view, 3> kOn = {"true", "yes", "on"};
constexpr std::array<std::string_view, 3> kOff = {"false", "no", "off"};

bool is_one_of(std::string_view text, const std::array<std::string_view, 3>& words) {
  return std::ranges::find(words, to_lower(text)) != words.end();
}

Result check_number(std::string_view text, long least, long most) {
  long number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  const bool is_plain = !text.starts_with('-') && (text.size() == 1 || !text.starts_with('0'));
  if (!text.empty() && error == std::errc() && rest == end && is_plain && number >= least && number <= most) {
    return std::nullopt;
  }
  return BrokenRule{fmt::format("must be a whole number from {} to {}", least, most), ""};
}

// What people write for an address, and others read in different ways.
std::string explain_address(std::string_view text) {
  if (text.find('/') != std::string_view::npos) return "It has no prefix: the network's \"cidr\" says that.";
  if (text.find('%') != std::string_view::npos) return "Write it without a zone.";
  if (text.find('.') != std::string_view::npos && text.find(':') != std::string_view::npos) {
    return "An IPv4 address is written as such: 192.0.2.7.";
  }
  std::string_view rest = text;
  while (!rest.empty() && text.find(':') == std::string_view::npos) {
    if (rest.size() > 1 && rest[0] == '0' && rest[1] >= '0' && rest[1] <= '9') {
      return "Write its numbers without leading zeros: some programs take them for octal.";
    }
    const auto dot = rest.find('.');
    rest.remove_prefix(dot == std::string_view::npos ? rest.size() : dot + 1);
  }
  return "An address is four numbers from 0 to 255, as 192.0.2.7, or of IPv6, as 2001:db8::7.";
}

}  // namespace

Result check_address(std::string_view text) {
  if (read_ip_address(text)) return std::nullopt;
  return BrokenRule{"is no IP address", explain_address(text)};
}

Result check_interface_address(std::string_view text) {
  if (read_ip_address(text) || read_ip_prefix(text)) return std::nullopt;
  const std::size_t slash = text.find('/');
  const bool is_prefix_wrong = slash != std::string_view::npos && read_ip_address(text.substr(0, slash));
  return BrokenRule{"is no IP address", is_prefix_wrong ? "Its prefix is a number of bits, as 192.0.2.7/24."
                                                        : explain_address(text.substr(0, slash))};
}

Result check_address_with_prefix(std::string_view text) {
  const auto prefix = read_ip_prefix(text);
  if (!prefix && read_ip_address(text)) {
    return BrokenRule{"must have the length of its prefix", fmt::format("Write it behind a slash: {}/24.", text)};
  }
  if (!prefix) return BrokenRule{"is no IP address with a prefix", explain_address(text.substr(0, text.find('/')))};
  const bool is_v4 = prefix->address.is_v4();
  if (is_v4 && (prefix->length < 8 || prefix->length > 30)) {
    return BrokenRule{"must have a prefix of 8 to 30", "The network needs room for the node and for guests."};
  }
  if (prefix->address == prefix->first()) {
    const auto next = to_string(*prefix->first().next());
    return BrokenRule{"is the address of the network itself",
                      fmt::format("Write the node's address on it, such as {}/{}.", next, prefix->length)};
  }
  if (is_v4 && prefix->address == prefix->last()) {
    return BrokenRule{"is the broadcast address of the network", "Write the node's address on it."};
  }
  return std::nullopt;
}

Result check_network_prefix(std::string_view text) {
  const auto prefix = read_ip_prefix(text);
  if (!prefix && read_ip_address(text)) {
    return BrokenRule{"must have the length of its prefix", fmt::format("Write it behind a slash: {}/24.", text)};
  }
  if (!prefix) return BrokenRule{"is no network", "Write its address and prefix, as 10.99.0.0/16."};
  if (prefix->address == prefix->first()) return std::nullopt;
  return BrokenRule{"is the address of a host",
                    fmt::format("Its network is {}/{}.", to_string(prefix->first()), prefix->length)};
}

Result check_address_range(std::string_view text) {
  if (read_address_range(text)) return std::nullopt;
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) {
    return BrokenRule{"is no range of addresses", "Write the first and the last: 192.0.2.100-192.0.2.199."};
  }
  for (const std::string_view end : {text.substr(0, dash), text.substr(dash + 1)}) {
    if (!read_ip_address(end)) {
      return BrokenRule{fmt::format("has \"{}\" for an address", without_control_characters(end)),
                        explain_address(end)};
    }
  }
  return BrokenRule{"must begin with its lower end", "Both ends are of one family, the first not above the last."};
}

Result check_lease_time(std::string_view text) {
  if (read_lease_time(text)) return std::nullopt;
  return BrokenRule{"must be a time of at least two minutes",
                    "Write seconds, or a number with s, m, h or d, as 12h; or infinite."};
}

Result check_mac_address(std::string_view text) {
  const auto address = read_mac_address(text);
  if (!address) return BrokenRule{"is no MAC address", "It has six bytes of two digits: 52:54:00:12:34:56."};
  if (!is_multicast(*address)) return std::nullopt;
  return BrokenRule{"is an address of many stations", "The second digit of a card's address is even."};
}

Result check_duid(std::string_view text) {
  // RFC 8415, section 11.1: a type of two bytes and at least one, at most 128 behind it.
  constexpr std::size_t kLeast = 3 * 3 - 1;
  constexpr std::size_t kMost = 130 * 3 - 1;
  bool is_valid = text.size() >= kLeast && text.size() <= kMost && text.size() % 3 == 2;
  for (std::size_t at = 0; is_valid && at < text.size(); ++at) {
    is_valid = at % 3 == 2 ? text[at] == ':'
                           : std::string_view("0123456789abcdefABCDEF").find(text[at]) != std::string_view::npos;
  }
  if (is_valid) return std::nullopt;
  return BrokenRule{"is no DUID", "It has bytes of two hexadecimal digits: 00:03:00:01:52:54:00:12:34:56."};
}

Result check_host_name(std::string_view text) {
  if (is_host_label(text)) return std::nullopt;
  if (is_dns_name(text)) return BrokenRule{"must not contain \".\"", "The network's domain is added to it."};
  return BrokenRule{"is no host name", "It has letters, digits and hyphens inside, at most 63 of them."};
}

Result check_dns_name(std::string_view text) {
  if (is_dns_name(text)) return std::nullopt;
  return BrokenRule{"is no domain name",
                    "Its labels have letters, digits and hyphens inside, at most 63 of them, with dots between them."};
}

Result check_record_name(std::string_view text) {
  if (is_record_name(text)) return std::nullopt;
  return BrokenRule{"is no name of a DNS record",
                    "Its labels have letters, digits and hyphens inside, and may begin with an underscore."};
}

Result check_record_text(std::string_view text) {
  constexpr std::size_t kMost = 255;
  if (text.size() > kMost) return BrokenRule{"must not be longer than 255 bytes", ""};
  for (std::string_view rest = text; !rest.empty();) {
    const Character character = first_character(rest);
    if (is_control_character(character.code)) return BrokenRule{"must be one line", ""};
    if (character.code == '"') return BrokenRule{"must not contain a quote", "dnsmasq would end the text there."};
    if (character.code == ',') {
      return BrokenRule{"must not contain a comma", "dnsmasq would take what follows for another text."};
    }
    rest.remove_prefix(character.size);
  }
  return std::nullopt;
}

Result check_service_name(std::string_view text) {
  if (is_host_label(text)) return std::nullopt;
  return BrokenRule{"is no name of a service", "Write it without the underscore: ldap, tcp."};
}

Result check_device_name(std::string_view text) {
  constexpr std::size_t kMost = 15;  // IFNAMSIZ of Linux, less the NUL
  if (text.empty()) return BrokenRule{"must not be empty", ""};
  if (text.size() > kMost) return BrokenRule{"must not be longer than 15 bytes", "Linux takes no longer ones."};
  const bool is_valid =
      text != "." && text != ".." && std::ranges::all_of(text, [](char byte) {
        return byte > ' ' && byte < 0x7f && std::string_view("/:'\"&<>").find(byte) == std::string_view::npos;
      });
  if (is_valid) return std::nullopt;
  return BrokenRule{"is no name of a network device", "It has letters, digits and . _ - in it, as br0."};
}

Result check_mtu(std::string_view text) {
  return check_number(text, 68, 65'535);
}

Result check_vlan_tag(std::string_view text) {
  return check_number(text, 1, 4'094);
}

Result check_16_bit_number(std::string_view text) {
  return check_number(text, 0, 65'535);
}

Result check_metric(std::string_view text) {
  return check_number(text, 1, 4'294'967'295);
}

Result check_rate(std::string_view text) {
  return check_number(text, 1, 4'294'967'295);
}

Result check_switch(std::string_view text) {
  if (is_one_of(text, kOn) || is_one_of(text, kOff)) return std::nullopt;
  return BrokenRule{"must be \"true\" or \"false\"", ""};
}

Result check_on(std::string_view text) {
  if (is_one_of(text, kOn)) return std::nullopt;
  return BrokenRule{"must be \"true\"", "Leave it out for an interface on a network, a bridge or a device."};
}

bool is_switched_on(std::string_view text) {
  return is_one_of(text, kOn);
}

}  // namespace vmp
