#include "provisioners/libvirt/network_card.h"

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace vmp::libvirt {

namespace {

constexpr std::string_view kDefaultModel = "virtio";

// Collects suboptions in virt-install's words.
class Card {
 public:
  void operator()(const InterfaceNetwork& network) {
    set("network", network.name);
    if (network.portgroup) set("portgroup", *network.portgroup);
  }
  void operator()(const InterfaceBridge& bridge) { set("bridge", bridge.name); }
  void operator()(const InterfaceDevice& device) {
    set("type", {"direct", device.name.place});
    set("source", device.name);
    if (device.mode) set("source.mode", *device.mode);
  }
  void operator()(const InterfaceUser&) { suboptions.push_back({.name = {"user", {}}, .value = true}); }

  void set(std::string name, const Text& value) {
    suboptions.push_back({.name = {std::move(name), value.place}, .value = value});
  }

  std::vector<Suboption> suboptions;
};

}  // namespace

VirtInstallOption describe_card(const Interface& interface) {
  Card card;
  std::visit(card, interface.source);
  card.set("mac.address", interface.mac);
  card.set("model.type", interface.model.value_or(Text{std::string(kDefaultModel), interface.place}));
  return {.name = {"network", interface.place},
          .value = std::vector<OptionItem>{{.name = interface.name, .suboptions = std::move(card.suboptions)}}};
}

}  // namespace vmp::libvirt
