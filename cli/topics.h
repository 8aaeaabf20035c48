#pragma once

#include <span>
#include <string_view>

namespace vmp {

// A page of the manual that is no command. Texts as in Command.
struct Topic {
  std::string_view name;
  std::string_view summary;
  std::string_view text;
};

std::span<const Topic> topics();

}  // namespace vmp
