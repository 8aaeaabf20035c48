#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "loader/addresses/ip_address.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// Looks at the addresses of a network-config, interface by interface. What is no scalar, or null, is left alone.
class AddressChecker {
 public:
  // From here on, addresses and gateways are those of the next interface.
  void begin_interface();
  // Its networks of this family are known to DHCP only, or to a router.
  void add_unknown_networks(IpAddress::Family family);
  // An address of its own: ADDRESS/LENGTH.
  void add_prefix(const Value& prefix);
  // The same where a length is optional: behind "/" or beside the address (nullptr: not there), be it as a netmask.
  void add_address(const Value& address, const Value* netmask);

  // A gateway in one of its networks.
  void check_gateway(const Value& gateway);
  // Any address.
  void check_address(const Value& address);
  // One or several.
  void check_addresses(const Value* addresses);
  // Where a route leads: an address or a network, be it with a netmask, or "default".
  void check_destination(const Value& destination);

  Diagnostics take_warnings();

 private:
  void tell(const Value& value, std::string_view complaint, std::string help = {});

  std::vector<IpPrefix> prefixes_;
  std::array<bool, 2> has_unknown_ = {};  // by family
  Diagnostics warnings_;
};

}  // namespace vmp
