#include "provisioners/v1beta1/network/addresses_xml.h"

#include <algorithm>
#include <string>

namespace vmp::v1beta1 {

using libvirt::XmlElement;

namespace {

constexpr long kSecondsOfMinute = 60;
constexpr long kSecondsOfHour = 3600;

XmlElement describe_lease(long seconds) {
  XmlElement element("lease");
  if (seconds == 0) return element.set("expiry", "0");  // it never ends
  if (seconds % kSecondsOfHour == 0) return element.set("expiry", seconds / kSecondsOfHour).set("unit", "hours");
  if (seconds % kSecondsOfMinute == 0) return element.set("expiry", seconds / kSecondsOfMinute).set("unit", "minutes");
  return element.set("expiry", seconds).set("unit", "seconds");
}

XmlElement describe_range(const Dhcp& dhcp, const DhcpRange& range) {
  XmlElement element("range");
  element.set("start", to_string(range.first.address)).set("end", to_string(range.last.address));
  if (dhcp.lease_seconds) element.add(describe_lease(*dhcp.lease_seconds)).write_in_a_line();
  return element;
}

bool is_reserved(const NetworkHost& host, const NetworkAddress& network, const PlacedAddress& address) {
  if (!network.prefix.contains(address.address)) return false;
  return host.mac || (host.duid && !address.address.is_v4());
}

XmlElement describe_reservation(const NetworkHost& host, const Dhcp& dhcp, const PlacedAddress& address) {
  XmlElement element("host");
  if (address.address.is_v4()) {
    element.set("mac", *host.mac);
  } else if (host.duid) {
    element.set("id", *host.duid);
  }
  if (!host.name.value.empty()) element.set("name", host.name);
  element.set("ip", to_string(address.address));
  // Where there are no ranges, whose time it would be, each host has its own.
  if (dhcp.lease_seconds && dhcp.ranges.empty()) element.add(describe_lease(*dhcp.lease_seconds)).write_in_a_line();
  return element;
}

XmlElement describe_dhcp(const NetworkConfiguration& configuration, const NetworkAddress& network) {
  XmlElement element("dhcp");
  for (const DhcpRange& range : network.dhcp->ranges) element.add(describe_range(*network.dhcp, range));
  for (const NetworkHost& host : configuration.hosts) {
    for (const PlacedAddress& address : host.addresses) {
      if (is_reserved(host, network, address)) element.add(describe_reservation(host, *network.dhcp, address));
    }
  }
  return element;
}

// libvirt 9.0 configures dnsmasq anew when the first reservation of a running network comes, not when the first of
// another address of it does. So, where several addresses have DHCP, whether they do waits for a restart.
bool has_dhcp_for_good(const NetworkConfiguration& configuration) {
  return std::ranges::count_if(configuration.addresses, [](const auto& address) { return address.dhcp.has_value(); }) >
         1;
}

}  // namespace

XmlElement describe_address(const NetworkConfiguration& configuration, std::size_t index, Entries entries) {
  const NetworkAddress& network = configuration.addresses.at(index);
  XmlElement element("ip");
  if (!network.prefix.address.is_v4()) element.set("family", "ipv6");
  element.set("address", to_string(network.prefix.address)).set("prefix", network.prefix.length);
  if (!network.dhcp) return element;
  const XmlElement dhcp = describe_dhcp(configuration, network);
  if (dhcp.is_bare()) return element;  // as libvirt has it
  if (entries == Entries::kAll) return element.add(dhcp);
  return has_dhcp_for_good(configuration) ? element.add(XmlElement("dhcp")) : element;
}

XmlElement describe_route(const NetworkRoute& route) {
  XmlElement element("route");
  if (!route.to.address.is_v4()) element.set("family", "ipv6");
  element.set("address", to_string(route.to.first())).set("prefix", route.to.length);
  element.set("gateway", to_string(route.via.address));
  if (route.metric) element.set("metric", *route.metric);
  return element;
}

}  // namespace vmp::v1beta1
