#pragma once

#include <span>
#include <string_view>

#include "provisioners/v1beta1/script.h"

namespace vmp::v1beta1 {

// The files that stand beside every fleet's Makefile as they are, embedded at build time.
std::span<const Script> fleet_scripts();
std::string_view fleet_targets();  // targets.mk, the constant end of the Makefile

}  // namespace vmp::v1beta1
