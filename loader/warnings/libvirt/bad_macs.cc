#include <fmt/format.h>

#include <string_view>

#include "loader/configuration/vm/mac_addresses.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";

// Six bytes in hexadecimal with colons between them, as virt-install wants them.
bool is_mac(std::string_view text) {
  constexpr std::size_t kLength = 17;
  if (text.size() != kLength) return false;
  for (std::size_t at = 0; at < kLength; ++at) {
    const bool is_colon = at % 3 == 2;
    if (is_colon ? text[at] != ':' : kHexDigits.find(text[at]) == std::string_view::npos) return false;
  }
  return true;
}

// The lowest bit of the first byte marks addresses of groups, which no network card can have.
bool is_multicast(std::string_view mac) {
  return kHexDigits.find(mac[1]) % 2 == 1;
}

}  // namespace

// A warning for each MAC address of a network that is none.
Diagnostics find_bad_macs(const ResolvedVm& resolved) {
  const VmConfiguration& vm = resolved.configuration;
  Diagnostics warnings;
  for (const Text& mac : list_macs(vm)) {
    if (!is_mac(mac.value)) {
      warnings.push_back(warn(Warning::kBadMac, mac.place, fmt::format("\"{}\" is no MAC address", mac.value),
                              "It has six bytes in hexadecimal: 52:54:00:12:34:56."));
    } else if (is_multicast(mac.value)) {
      warnings.push_back(warn(Warning::kBadMac, mac.place,
                              fmt::format("\"{}\" is the MAC address of a group, not of a network card", mac.value),
                              "The second digit must be even: 52:54:00:12:34:56."));
    }
  }
  return warnings;
}

}  // namespace vmp
