#pragma once

#include <array>
#include <string_view>

namespace vmp::v1alpha1 {

struct Script {
  std::string_view name;
  std::string_view text;
};

// The files of this folder that go into every VM's directory as they are, embedded at build time.
const std::array<Script, 4>& scripts();  // *.sh
std::string_view makefile_targets();     // targets.mk, the constant end of the Makefile

}  // namespace vmp::v1alpha1
