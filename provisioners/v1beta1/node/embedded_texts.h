#pragma once

#include <span>
#include <string_view>

#include "provisioners/v1beta1/script.h"

namespace vmp::v1beta1 {

// The files of this folder that go into every node's directory as they are.
std::span<const Script> node_scripts();
std::string_view node_targets();  // targets.mk, the constant end of the Makefile

}  // namespace vmp::v1beta1
