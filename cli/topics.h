#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vmp {

// A page of the manual that is no command. Texts as in Command.
struct Topic {
  std::string_view name;
  std::string_view summary;
  std::string text;
};

// In the order of the manual.
std::vector<Topic> topics();

}  // namespace vmp
