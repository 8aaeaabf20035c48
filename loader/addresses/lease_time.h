#pragma once

#include <optional>
#include <string_view>

namespace vmp {

// How long a DHCP lease lasts, in seconds; 0 is for ever.
// A number of seconds, one with s, m, h or d behind it, or "infinite"; at least the two minutes that dnsmasq wants.
// nullopt for anything else.
std::optional<long> read_lease_time(std::string_view text);

}  // namespace vmp
