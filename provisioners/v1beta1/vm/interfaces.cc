#include "provisioners/v1beta1/vm/interfaces.h"

#include <algorithm>
#include <variant>
#include <vector>

#include "generator/make_text.h"

namespace vmp::v1beta1 {

namespace {

const InterfaceNetwork* network_of(const Interface& interface) {
  return std::get_if<InterfaceNetwork>(&interface.source);
}

// Whether DHCP is to give an address, so that it has to be reserved.
bool is_reserved(const Interface& interface, const InterfaceAddress& address) {
  if (network_of(interface) == nullptr) return false;
  return interface.is_in_registry ? address.is_reserved : !interface.is_static;
}

bool is_registered_here(const Interface& interface) {
  if (network_of(interface) == nullptr || interface.has_network_directory || interface.addresses.empty()) return false;
  return !interface.is_static || interface.is_registered;
}

std::string write_addresses(const Interface& interface) {
  std::string words;
  for (const InterfaceAddress& each : interface.addresses) {
    words += is_reserved(interface, each) ? " --reserved " : " --address ";
    words += to_string(each.address);
  }
  return words;
}

std::string write_registration(const Interface& interface) {
  std::string words;
  if (interface.duid) words += " --duid " + make_word(*interface.duid);
  if (!interface.is_registered) return words;
  words += " --name " + make_word(interface.hostname);
  for (const Text& alias : interface.aliases) words += " --name " + make_word(alias);
  return words;
}

std::string write_interface(const Interface& interface) {
  std::string line = "VM += --interface " + make_word(interface.mac);
  if (const InterfaceNetwork* network = network_of(interface)) {
    line += " --network " + make_word(network->name);
    if (interface.has_network_directory) {
      line += " --made-in " + make_word({"../networks/" + network->name.value, network->name.place});
    }
  }
  line += write_addresses(interface);
  if (is_registered_here(interface)) line += write_registration(interface);
  return line + "\n";
}

}  // namespace

bool uses_networks(const VmConfiguration& configuration) {
  return std::ranges::any_of(configuration.interfaces,
                             [](const Interface& interface) { return network_of(interface) != nullptr; });
}

bool registers(const VmConfiguration& configuration) {
  return std::ranges::any_of(configuration.interfaces, is_registered_here);
}

std::string write_interfaces(const VmConfiguration& configuration) {
  std::string lines;
  for (const Interface& interface : configuration.interfaces) {
    if (network_of(interface) != nullptr || !interface.addresses.empty()) lines += write_interface(interface);
  }
  if (lines.empty()) return "";
  return "\n# ---- Interfaces: MAC address, network and its directory, addresses, names to enter there ----\n\n" +
         lines;
}

}  // namespace vmp::v1beta1
