#include "loader/configuration/variables/nic_names.h"

#include <fmt/format.h>

#include <algorithm>

namespace vmp {

namespace {

constexpr std::string_view kPrefix = "NIC_";

}  // namespace

std::string nic_variable_name(std::size_t interface, std::string_view part) {
  return fmt::format("{}{}_{}", kPrefix, interface, part);
}

std::vector<std::string> list_nic_variable_names(std::size_t interfaces) {
  std::vector<std::string> names;
  for (std::size_t index = 0; index < interfaces; ++index) {
    for (const std::string_view part : kNicParts) names.push_back(nic_variable_name(index, part));
  }
  return names;
}

bool is_nic_variable(std::string_view name) {
  if (!name.starts_with(kPrefix)) return false;
  name.remove_prefix(kPrefix.size());
  const std::size_t digits = std::min(name.find_first_not_of("0123456789"), name.size());
  if (digits == 0 || !name.substr(digits).starts_with('_')) return false;
  return std::ranges::find(kNicParts, name.substr(digits + 1)) != kNicParts.end();
}

}  // namespace vmp
