#pragma once

#include <span>

#include "provisioners/v1beta1/script.h"

namespace vmp::v1beta1 {

// The files of this folder, which every kind has.
std::span<const Script> shared_scripts();

}  // namespace vmp::v1beta1
