#include "loader/configuration/vm/mac_addresses.h"

#include "loader/configuration/vm/suboptions.h"

namespace vmp {

bool is_mac(std::string_view text) {
  constexpr std::size_t kLength = 17;
  if (text.size() != kLength) return false;
  for (std::size_t at = 0; at < kLength; ++at) {
    const bool is_colon = at % 3 == 2;
    const bool is_right = is_colon
                              ? text[at] == ':'
                              : std::string_view("0123456789abcdefABCDEF").find(text[at]) != std::string_view::npos;
    if (!is_right) return false;
  }
  return true;
}

std::vector<Text> list_macs(const VmConfiguration& vm) {
  std::vector<Text> macs;
  for (const VirtInstallOption& option : vm.domain.virt_install) {
    if (option.name.value != "network") continue;
    for (const auto& [name, value] : list_suboptions(option)) {
      const bool is_mac = name.value == "mac" || name.value == "mac.address";
      if (is_mac && value.value != "RANDOM") macs.push_back(value);
    }
  }
  return macs;
}

}  // namespace vmp
