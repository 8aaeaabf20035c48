#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vmp {

// What a VM's variables say of each of its interfaces: NIC_0_MAC is the first one's MAC address.
inline constexpr std::array<std::string_view, 6> kNicParts = {"MAC", "ADDRESS", "GATEWAY", "PREFIX", "DNS", "DOMAIN"};

std::string nic_variable_name(std::size_t interface, std::string_view part);

// All of them, for so many interfaces.
std::vector<std::string> list_nic_variable_names(std::size_t interfaces);

// Whether a VM with interfaces enough has such a variable.
bool is_nic_variable(std::string_view name);

}  // namespace vmp
