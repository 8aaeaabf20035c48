#include <arpa/inet.h>
#include <fmt/format.h>

#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "loader/warnings/cloud_init/cloud_init_data.h"
#include "loader/warnings/finders.h"

namespace vmp {

namespace {

// An address as everybody writes it, without a prefix length; "" for what is none, or is the same in every VM
// anyway: loopback and link-local ones.
std::string normalize_address(std::string text) {
  text.resize(std::min(text.find('/'), text.size()));
  std::array<char, sizeof(in6_addr)> bytes = {};
  const int family = text.find(':') == std::string::npos ? AF_INET : AF_INET6;
  if (::inet_pton(family, text.c_str(), bytes.data()) != 1) return "";
  std::array<char, INET6_ADDRSTRLEN> normal = {};
  ::inet_ntop(family, bytes.data(), normal.data(), normal.size());
  const std::string address = normal.data();
  const bool is_local = address.starts_with("127.") || address == "::1" || address.starts_with("fe80:");
  return is_local ? "" : address;
}

// Walks over a network-config. Version 2 has lists of `addresses`, version 1 an `address` in each of the `subnets`;
// the addresses of name servers and routes are others'.
class AddressList {
 public:
  explicit AddressList(const Value& network) { walk(network, false); }

  const std::vector<Text>& addresses() const { return addresses_; }

 private:
  void walk(const Value& value, bool is_subnet) {
    for (const Value& item : value.items()) walk(item, is_subnet);
    for (const auto& [key, below] : value.entries()) {
      if (key.text() == "nameservers" || key.text() == "routes") continue;
      if (key.text() == "addresses") {
        for (const Value& item : below.items()) add(item);
      } else if (key.text() == "address" && is_subnet) {
        add(below);
      } else {
        walk(below, key.text() == "subnets");
      }
    }
  }

  // An address alone, or as the key of its options.
  void add(const Value& item) {
    const bool has_options = item.is_map() && !item.entries().empty();
    const Value& address = has_options ? item.entries().front().key : item;
    std::string text = normalize_address(address.text());
    if (!text.empty()) addresses_.push_back({std::move(text), address.place()});
  }

  std::vector<Text> addresses_;
};

struct Holder {
  const VmConfiguration* vm = nullptr;
  Place place;
};

}  // namespace

// A warning for each IP address that the network-config of a VM gives to an interface and that of another VM of the
// same node does too (https://cloudinit.readthedocs.io/en/latest/reference/network-config.html, versions 1 and 2).
Diagnostics find_repeated_addresses(const ResolvedRegistry& resolved) {
  Diagnostics warnings;
  std::map<std::pair<std::string, std::string>, Holder> holders;  // by node and address
  for (const VmConfiguration& vm : resolved.vms) {
    const std::optional<Value> network = vm.cloud_init ? read_datum(vm.cloud_init->network_config) : std::nullopt;
    if (!network) continue;
    const AddressList list(*network);
    for (const Text& address : list.addresses()) {
      const auto [holder, is_first] =
          holders.try_emplace({vm.node.uri.value, address.value}, Holder{&vm, address.place});
      const VmConfiguration& first = *holder->second.vm;
      if (is_first || &first == &vm) continue;
      warnings.push_back(warn(Warning::kRepeatedAddress, address.place,
                              fmt::format("VM \"{}\" and VM \"{}\" both have address \"{}\" on node \"{}\"",
                                          vm.name.value, first.name.value, address.value, vm.node.name.value)));
      warnings.back().notes.push_back(
          {holder->second.place, fmt::format("address \"{}\" of VM \"{}\"", address.value, first.name.value)});
    }
  }
  return warnings;
}

}  // namespace vmp
