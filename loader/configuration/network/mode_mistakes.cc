#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

#include "loader/configuration/network/network_mistakes.h"

namespace vmp {

namespace {

// Sets of modes, a bit for each.
using Modes = unsigned;

constexpr Modes of(NetworkMode mode) {
  return 1U << static_cast<unsigned>(mode);
}

constexpr Modes kNat = of(NetworkMode::kNat);
constexpr Modes kRoute = of(NetworkMode::kRoute);
constexpr Modes kBridge = of(NetworkMode::kBridge);
constexpr Modes kMacvtap = of(NetworkMode::kMacvtap);
constexpr Modes kOpenvswitch = of(NetworkMode::kOpenvswitch);
// Those for which libvirt makes a bridge, and runs dnsmasq on it.
constexpr Modes kManaged = kNat | kRoute | of(NetworkMode::kOpen) | of(NetworkMode::kIsolated);

struct KeyOfModes {
  std::string_view key;
  Modes modes;
};

constexpr std::array<KeyOfModes, 14> kKeys = {{
    {"bridge", kManaged | kBridge | kOpenvswitch},
    {"devices", kNat | kRoute | kMacvtap},
    {"macvtapMode", kMacvtap},
    {"mac", kManaged},
    {"mtu", kManaged},
    {"stp", kManaged},
    {"domain", kManaged},
    {"addresses", kManaged},
    {"dns", kManaged},
    {"hosts", kManaged},
    {"routes", kManaged},
    {"bandwidth", kManaged | kBridge | kOpenvswitch},
    {"vlan", kOpenvswitch},
    {"rawOptions", kManaged},
}};

Diagnostic missing(const NetworkConfiguration& network, std::string_view mode, std::string_view key,
                   std::string_view help) {
  return {.place = network.name.place,
          .message = fmt::format("network \"{}\" has the mode \"{}\" and no \"{}\"", network.name.value, mode, key),
          .help = std::string(help)};
}

void add_missing(const NetworkConfiguration& network, const Value& entry, Diagnostics& mistakes) {
  const std::string& mode = entry.find("mode")->text();
  if ((of(network.mode) & (kBridge | kOpenvswitch)) != 0 && !network.bridge) {
    mistakes.push_back(missing(network, mode, "bridge", "Name the bridge that is there on the node."));
  }
  if ((of(network.mode) & (kNat | kRoute | of(NetworkMode::kOpen))) != 0 && network.addresses.empty()) {
    mistakes.push_back(
        missing(network, mode, "addresses", "Without any, there is nothing to forward: write the mode \"isolated\"."));
  }
  if (network.mode == NetworkMode::kMacvtap && network.devices.empty()) {
    mistakes.push_back(missing(network, mode, "devices", "Name the network devices of the node that it is on."));
  }
}

void add_needless_devices(const NetworkConfiguration& network, Diagnostics& mistakes) {
  if (network.mode == NetworkMode::kMacvtap || network.devices.size() < 2) return;
  mistakes.push_back(
      {.place = network.devices[1].place,
       .message = fmt::format("network \"{}\" has {} devices", network.name.value, network.devices.size()),
       .help = "Traffic of nat and route goes out through one."});
}

void add_second_default(const NetworkConfiguration& network, Diagnostics& mistakes) {
  const Portgroup* first = nullptr;
  for (const Portgroup& group : network.portgroups) {
    if (!group.is_default) continue;
    if (first != nullptr) {
      mistakes.push_back(
          {.place = group.name.place,
           .message = fmt::format("network \"{}\" has two portgroups that are the default", network.name.value),
           .notes = {{first->name.place, fmt::format("portgroup \"{}\" is one", first->name.value)}}});
    }
    first = &group;
  }
}

}  // namespace

Diagnostics find_mode_mistakes(const NetworkConfiguration& configuration, const Value& network) {
  Diagnostics mistakes;
  const Value& mode = *network.find("mode");
  for (const auto& [key, modes] : kKeys) {
    const Value* found = network.find_key(key);
    if (found == nullptr || (of(configuration.mode) & modes) != 0) continue;
    const bool is_for_managed = modes == kManaged;
    mistakes.push_back(
        {.place = found->place(),
         .message = fmt::format("network \"{}\" with the mode \"{}\" cannot have \"{}\"", configuration.name.value,
                                mode.text(), key),
         .help = is_for_managed ? "The network behind the device decides about that, not libvirt." : ""});
    if (mode.place().is_known()) mistakes.back().notes.push_back({mode.place(), "the mode is given here"});
  }
  add_missing(configuration, network, mistakes);
  add_needless_devices(configuration, mistakes);
  add_second_default(configuration, mistakes);
  return mistakes;
}

}  // namespace vmp
