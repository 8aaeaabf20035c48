#pragma once

#include <span>
#include <string_view>

namespace vmp::v1beta1 {

struct Script {
  std::string_view name;
  std::string_view text;
};

// The files that go into every network's directory as they are, embedded at build time: those of this folder, and what
// they use of ../shell.
std::span<const Script> network_scripts();
std::string_view network_targets();  // targets.mk, the constant end of the Makefile

}  // namespace vmp::v1beta1
