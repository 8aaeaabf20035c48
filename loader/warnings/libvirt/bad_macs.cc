#include <fmt/format.h>

#include <string_view>

#include "loader/configuration/vm/mac_addresses.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";

// The lowest bit of the first byte marks addresses of groups, which no network card can have.
bool is_multicast(std::string_view mac) {
  return kHexDigits.find(mac[1]) % 2 == 1;
}

}  // namespace

// A warning for each MAC address that no network card can have.
Diagnostics find_bad_macs(const ResolvedVm& resolved) {
  const VmConfiguration& vm = resolved.configuration;
  Diagnostics warnings;
  for (const Text& mac : list_macs(vm)) {
    if (!is_mac(mac.value) || !is_multicast(mac.value)) continue;
    warnings.push_back(warn(Warning::kBadMac, mac.place,
                            fmt::format("\"{}\" is the MAC address of a group, not of a network card", mac.value),
                            "The second digit must be even: 52:54:00:12:34:56."));
  }
  return warnings;
}

}  // namespace vmp
