#include "provisioners/v1beta1/network/forwarding_xml.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "loader/configuration/identity.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp::v1beta1 {

using libvirt::XmlElement;

namespace {

Text mode_word(const NetworkConfiguration& configuration) {
  const auto word = [](std::string_view text) { return Text{.value = std::string(text), .place = {}}; };
  switch (configuration.mode) {
    case NetworkMode::kNat:
      return word("nat");
    case NetworkMode::kRoute:
      return word("route");
    case NetworkMode::kOpen:
      return word("open");
    case NetworkMode::kMacvtap:
      return configuration.macvtap_mode.value_or(word("bridge"));
    case NetworkMode::kIsolated:
    case NetworkMode::kBridge:
    case NetworkMode::kOpenvswitch:
      break;
  }
  return word("bridge");
}

// libvirt 9.0 writes these as they are into its own files, which it cannot read then.
void refuse_unescaped(std::string_view subject, const Text& text) {
  const auto at = text.value.find_first_of("&<>'\"");
  if (at == std::string::npos) return;
  throw Error(
      {.place = text.place,
       .message = fmt::format("{} \"{}\" holds \"{}\"", subject, text.value, text.value[at]),
       .help = "libvirt does not escape it in its files, so the network would not start. Use none of & < > ' \"."});
}

XmlElement describe_rate(std::string_view direction, const Rate& rate) {
  XmlElement element(direction);
  element.set("average", rate.average);
  if (rate.peak) element.set("peak", *rate.peak);
  if (rate.burst) element.set("burst", *rate.burst);
  return element;
}

}  // namespace

bool has_own_bridge(const NetworkConfiguration& configuration) {
  switch (configuration.mode) {
    case NetworkMode::kNat:
    case NetworkMode::kRoute:
    case NetworkMode::kOpen:
    case NetworkMode::kIsolated:
      return true;
    case NetworkMode::kBridge:
    case NetworkMode::kMacvtap:
    case NetworkMode::kOpenvswitch:
      break;
  }
  return false;
}

XmlElement describe_forward(const NetworkConfiguration& configuration, Entries entries) {
  XmlElement element("forward");
  const bool is_macvtap = configuration.mode == NetworkMode::kMacvtap;
  if (!is_macvtap && !configuration.devices.empty()) element.set("dev", configuration.devices.front());
  element.set("mode", mode_word(configuration));
  if (is_macvtap && entries == Entries::kAll) {
    for (const Text& device : configuration.devices) element.add(XmlElement("interface").set("dev", device));
  }
  return element;
}

XmlElement describe_bridge(const NetworkConfiguration& configuration) {
  XmlElement element("bridge");
  const Text derived = {.value = libvirt::network_bridge(configuration.node.uri.value, configuration.name.value),
                        .place = {}};
  element.set("name", configuration.bridge.value_or(derived));
  if (has_own_bridge(configuration)) element.set("stp", configuration.stp ? "on" : "off").set("delay", "0");
  return element;
}

XmlElement describe_vlan(const Vlan& vlan) {
  XmlElement element("vlan");
  if (vlan.trunk) element.set("trunk", "yes");
  for (const int tag : vlan.tags) element.add(XmlElement("tag").set("id", tag));
  return element;
}

XmlElement describe_bandwidth(const Bandwidth& bandwidth) {
  XmlElement element("bandwidth");
  if (bandwidth.inbound) element.add(describe_rate("inbound", *bandwidth.inbound));
  if (bandwidth.outbound) element.add(describe_rate("outbound", *bandwidth.outbound));
  return element;
}

XmlElement describe_virtual_port(const NetworkConfiguration& configuration) {
  XmlElement element("virtualport");
  if (!configuration.virtual_port) {
    if (configuration.mode == NetworkMode::kOpenvswitch) element.set("type", "openvswitch");
    return element;
  }
  element.set("type", configuration.virtual_port->type);
  if (configuration.virtual_port->parameters.empty()) return element;
  XmlElement parameters("parameters");
  for (const auto& [name, value] : configuration.virtual_port->parameters) {
    refuse_unescaped("virtual port's " + name.value, value);
    parameters.set(name.value, value);
  }
  return element.add(parameters);
}

XmlElement describe_portgroup(const Portgroup& portgroup) {
  XmlElement element("portgroup");
  refuse_unescaped("port group", portgroup.name);
  element.set("name", portgroup.name);
  if (portgroup.is_default) element.set("default", "yes");
  if (portgroup.vlan) element.add(describe_vlan(*portgroup.vlan));
  if (portgroup.bandwidth) element.add(describe_bandwidth(*portgroup.bandwidth));
  return element;
}

}  // namespace vmp::v1beta1
