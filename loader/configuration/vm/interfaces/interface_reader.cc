#include "loader/configuration/vm/interfaces/interface_reader.h"

#include <fmt/format.h>

#include <utility>

#include "loader/configuration/identity.h"
#include "loader/configuration/network/address_reader.h"
#include "loader/configuration/settled_value.h"

namespace vmp {

namespace {

Value complete_interface(const Value& interface, std::size_t index, const InterfaceOwner& owner) {
  const std::string& name = interface.find("name")->text();
  Value complete = with_default(interface, "mac", libvirt::mac_address(owner.node_uri, owner.domain, index));
  complete = with_default(complete, "hostname", index == 0 ? owner.vm : fmt::format("{}-{}", owner.vm, name));
  complete = with_default(complete, "via", "dhcp");
  return with_default(complete, "dns", "true");
}

decltype(Interface::source) read_source(const Value& interface) {
  if (interface.find("network") != nullptr) {
    return InterfaceNetwork{read_text(interface, "network"), read_optional_text(interface, "portgroup")};
  }
  if (interface.find("bridge") != nullptr) return InterfaceBridge{read_text(interface, "bridge")};
  if (const Value* direct = interface.find("direct")) {
    return InterfaceDevice{read_text(*direct, "device"), read_optional_text(*direct, "mode")};
  }
  return InterfaceUser{};
}

InterfaceAddress read_interface_address(const Value& scalar) {
  if (const auto prefix = read_ip_prefix(scalar.text())) {
    return {.address = prefix->address, .prefix = prefix->length, .gateway = {}, .place = scalar.place()};
  }
  return {.address = read_address(scalar).address, .prefix = {}, .gateway = {}, .place = scalar.place()};
}

Text with_place(Text text, const Place& otherwise) {
  if (!text.place.is_known()) text.place = otherwise;
  return text;
}

Interface read_interface(const Value& interface) {
  const Place& place = interface.find("name")->place();
  const bool is_static = interface.find("via")->text() == "static";
  Interface result = {.name = read_text(interface, "name"),
                      .source = read_source(interface),
                      .mac = with_place(*read_mac(interface, "mac"), place),
                      .model = read_optional_text(interface, "model"),
                      .addresses = {},
                      .duid = read_duid(interface, "duid"),
                      .hostname = with_place(read_text(interface, "hostname"), place),
                      .aliases = read_texts(interface, "aliases"),
                      .is_static = is_static,
                      .asks_dhcp4 = !is_static,
                      .is_registered = read_switch(interface, "dns", true),
                      .place = place};
  for (const Value& address : items_of(interface, "addresses")) {
    result.addresses.push_back(read_interface_address(address));
  }
  return result;
}

}  // namespace

Value fill_in_interface_defaults(const Value& interfaces, const InterfaceOwner& owner) {
  List items;
  for (const Value& interface : interfaces.items()) {
    items.push_back(complete_interface(interface, items.size(), owner));
  }
  return Value::list(std::move(items), interfaces.place());
}

std::vector<Interface> read_interfaces(const Value& interfaces) {
  std::vector<Interface> result;
  for (const Value& interface : interfaces.items()) result.push_back(read_interface(interface));
  return result;
}

}  // namespace vmp
