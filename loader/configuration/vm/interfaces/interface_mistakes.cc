#include "loader/configuration/vm/interfaces/interface_mistakes.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "loader/addresses/host_name.h"
#include "loader/configuration/network/network_mistakes.h"
#include "loader/configuration/vm/interfaces/interface_networks.h"
#include "loader/diagnostics/suggestion.h"

namespace vmp {

namespace {

class InterfaceChecks {
 public:
  // `network` is the one of the registry that the interface is on, or nullptr.
  InterfaceChecks(const VmConfiguration& vm, const Interface& interface, const NetworkConfiguration* network)
      : vm_(vm),
        interface_(interface),
        network_(network),
        label_(fmt::format("interface \"{}\" of VM \"{}\"", interface.name.value, vm.name.value)) {}

  Diagnostics run() {
    check_portgroup();
    check_static();
    if (network_ != nullptr && keeps_addresses(*network_)) {
      check_as_host();
    } else {
      check_elsewhere();
    }
    check_second_card();
    return std::move(mistakes_);
  }

 private:
  void add(const Place& place, std::string message, std::string help = "", std::vector<Note> notes = {}) {
    mistakes_.push_back(
        {.place = place, .message = std::move(message), .help = std::move(help), .notes = std::move(notes)});
  }

  void check_portgroup() {
    const auto* source = std::get_if<InterfaceNetwork>(&interface_.source);
    if (source == nullptr || !source->portgroup || network_ == nullptr) return;
    std::vector<std::string> names;
    for (const Portgroup& each : network_->portgroups) names.push_back(each.name.value);
    const Text& name = *source->portgroup;
    if (std::ranges::find(names, name.value) != names.end()) return;
    add(name.place, fmt::format("network \"{}\" has no portgroup \"{}\"", network_->name.value, name.value),
        names.empty() ? "It has none at all." : suggest(name.value, "portgroup", names));
  }

  void check_static() {
    if (!interface_.is_static) return;
    if (interface_.addresses.empty()) {
      add(interface_.place, fmt::format("{} is static and has no \"addresses\"", label_),
          "Give it some, or take \"via: static\" away.");
    }
    if (!vm_.cloud_init) {
      add(interface_.place,
          fmt::format("{} is static, and the VM has no cloudInit, which would say so to the guest", label_),
          "Add \"cloudInit: {noCloud: {seed: {path: seed.iso}}}\", and the seed to the VM's volumes and disks.");
    }
  }

  // On a network of the registry with addresses: what is wrong with the host that it is there.
  void check_as_host() {
    const std::optional<NetworkHost> host = describe_as_host(vm_, interface_, *network_);
    if (!host) return;
    check_names(*host);
    append(mistakes_, find_mistakes_of_host(*network_, *host));
    for (const InterfaceAddress& address : interface_.addresses) {
      check_prefix(address);
      check_range(address);
    }
  }

  // A name of the registry has its rule; what a default says has not.
  void check_names(const NetworkHost& host) {
    if (interface_.is_registered && !is_host_label(interface_.hostname.value)) {
      add(interface_.hostname.place,
          fmt::format("{} would have the host name \"{}\", which is none", label_, interface_.hostname.value),
          "Give it a \"hostname\": letters, digits and hyphens inside, at most 63 of them.");
    }
    for (const PlacedAddress& address : host.addresses) {
      if (interface_.is_registered || address.address.is_v4() || !host.mac || host.duid) continue;
      add(address.place, fmt::format("{} has no name by which DHCP could keep an address of IPv6 for it", label_),
          "Give it a \"duid\", take \"dns\" away, or write \"via: static\".");
    }
  }

  void check_prefix(const InterfaceAddress& address) {
    const NetworkAddress* own = find_network_address(*network_, address.address);
    if (own == nullptr || *address.prefix == own->prefix.length) return;
    add(address.place,
        fmt::format("address {} of {} has the prefix {}, its network \"{}\" {}", to_string(address.address), label_,
                    *address.prefix, network_->name.value, own->prefix.length),
        "Leave it out.",
        {{own->place, fmt::format("network \"{}\" is {}", network_->name.value, to_string(own->prefix))}});
  }

  void check_range(const InterfaceAddress& address) {
    if (!interface_.is_static) return;
    const DhcpRange* range = find_range(*network_, address.address);
    if (range == nullptr) return;
    add(address.place,
        fmt::format("static address {} of {} is in a range that DHCP gives to others", to_string(address.address),
                    label_),
        "Take another one, or let DHCP keep it: \"via: dhcp\".",
        {{range->first.place, fmt::format("a range of network \"{}\"", network_->name.value)}});
  }

  // Where nobody keeps addresses.
  void check_elsewhere() {
    const bool is_network_of_node = network_ == nullptr && std::holds_alternative<InterfaceNetwork>(interface_.source);
    for (const InterfaceAddress& address : interface_.addresses) {
      const std::string text = to_string(address.address);
      if (interface_.is_static && !address.prefix && !vm_has_network_config()) {
        add(address.place, fmt::format("address {} of {} has no prefix", text, label_),
            fmt::format("Write it behind a slash: {}/{}. A network of the registry would know it.", text,
                        address.address.is_v4() ? 24 : 64));
      } else if (!interface_.is_static && !is_network_of_node) {
        add(address.place, fmt::format("nobody keeps the address {} for {}", text, label_),
            "Write \"via: static\", or plug it into a network with addresses.");
      }
    }
  }

  bool vm_has_network_config() const { return vm_.cloud_init && vm_.cloud_init->network_config; }

  // A card of virtInstall that is most likely meant to be this one.
  void check_second_card() {
    for (const VirtInstallOption& option : vm_.domain.virt_install) {
      const auto* items = std::get_if<std::vector<OptionItem>>(&option.value);
      if (option.name.value != "network" || items == nullptr) continue;
      for (const OptionItem& item : *items) {
        if (item.name.value != interface_.name.value) continue;
        add(item.name.place, fmt::format("{} is a network card of virtInstall, too", label_),
            "Each of both makes a card of its own: take one away, with a null where it is inherited.",
            {{interface_.place, fmt::format("interface \"{}\"", interface_.name.value)}});
      }
    }
  }

  const VmConfiguration& vm_;
  const Interface& interface_;
  const NetworkConfiguration* network_;
  std::string label_;
  Diagnostics mistakes_;
};

}  // namespace

Diagnostics find_interface_mistakes(const VmConfiguration& vm, std::span<const NetworkConfiguration* const> networks) {
  Diagnostics mistakes;
  for (std::size_t index = 0; index < vm.interfaces.size(); ++index) {
    append(mistakes, InterfaceChecks(vm, vm.interfaces[index], networks[index]).run());
  }
  return mistakes;
}

}  // namespace vmp
