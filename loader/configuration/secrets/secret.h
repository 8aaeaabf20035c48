#pragma once

#include <optional>
#include <string>
#include <vector>

#include "loader/configuration/text.h"

namespace vmp {

// A value that the registry only refers to. Who makes the thing that needs it fetches it; vmp never knows it.
struct Secret {
  Text name;                    // letters, digits and . _ -
  std::string kind;             // where the value is: "env", "file" or "command"
  std::vector<Text> words;      // the name of the variable; the path; the command and its arguments
  std::optional<Text> version;  // another one stands for another value
};

}  // namespace vmp
