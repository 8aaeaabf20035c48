#pragma once

#include <string>
#include <string_view>

namespace vmp::v1beta1 {

// A key of the registry as an option is spelt: "sshKeys" is "ssh-keys".
inline std::string spell_option(std::string_view key) {
  std::string option;
  for (const char c : key) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (is_upper) option += '-';
    option += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return option;
}

}  // namespace vmp::v1beta1
