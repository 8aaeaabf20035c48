#include "loader/configuration/vm/interfaces/nic_variables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "loader/configuration/variables/nic_names.h"

namespace vmp {

namespace {

using Found = std::optional<std::string>;

std::optional<InterfaceAddress> first_address(const Interface& interface) {
  return interface.addresses.empty() ? std::nullopt : std::optional(interface.addresses.front());
}

Found find_mac(const Interface& interface) {
  return interface.mac.value;
}

Found find_address(const Interface& interface) {
  const auto address = first_address(interface);
  return address ? Found(to_string(address->address)) : std::nullopt;
}

Found find_gateway(const Interface& interface) {
  const auto address = first_address(interface);
  return address && address->gateway ? Found(to_string(*address->gateway)) : std::nullopt;
}

Found find_prefix(const Interface& interface) {
  const auto address = first_address(interface);
  return address && address->prefix ? Found(std::to_string(*address->prefix)) : std::nullopt;
}

Found find_dns(const Interface& interface) {
  return interface.dns.empty() ? std::nullopt : Found(to_string(interface.dns.front()));
}

Found find_domain(const Interface& interface) {
  return interface.domain ? Found(interface.domain->value) : std::nullopt;
}

struct Part {
  std::string_view name;
  Found (*find)(const Interface& interface);
  std::string_view why_none;  // behind the interface's name
};

constexpr std::array<Part, 6> kParts = {{
    {"MAC", find_mac, ""},
    {"ADDRESS", find_address, "has no \"addresses\""},
    {"GATEWAY", find_gateway, "has no address on a network of the registry that routes"},
    {"PREFIX", find_prefix, "has no address on a network of the registry"},
    {"DNS", find_dns, "is on no network of the registry with a DNS server"},
    {"DOMAIN", find_domain, "is on no network of the registry with a \"domain\""},
}};

static_assert(std::ranges::equal(kParts, kNicParts, {}, &Part::name));

}  // namespace

std::vector<NicVariable> list_nic_variables(const std::vector<Interface>& interfaces) {
  std::vector<NicVariable> variables;
  for (std::size_t index = 0; index < interfaces.size(); ++index) {
    const Interface& interface = interfaces[index];
    for (const Part& part : kParts) {
      variables.push_back({nic_variable_name(index, part.name), part.find(interface),
                           fmt::format("Interface \"{}\" {}.", interface.name.value, part.why_none)});
    }
  }
  return variables;
}

}  // namespace vmp
