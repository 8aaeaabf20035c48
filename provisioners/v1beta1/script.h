#pragma once

#include <string_view>

namespace vmp::v1beta1 {

// A file that goes into directories as it is, embedded at build time.
struct Script {
  std::string_view name;
  std::string_view text;
};

}  // namespace vmp::v1beta1
