#pragma once

#include <functional>
#include <istream>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "cli/run_program.h"

namespace vmp {

// What a command sees of the world around it. main fills in the real one, tests make one up.
struct Surroundings {
  std::map<std::string, std::string, std::less<>> variables;  // of the environment
  std::istream& input;
  bool is_input_terminal = false;
  bool is_error_terminal = false;
  // Shows a text on standard error at once: for what would look like a hang until all else is printed.
  std::function<void(std::string_view)> tell_now = [](std::string_view) {};
  RunProgram run = [](const std::vector<std::string>&, int) { return ProgramResult(); };

  // A variable of the environment; an empty one counts as not set.
  std::optional<std::string> variable(std::string_view name) const {
    const auto found = variables.find(name);
    return found == variables.end() || found->second.empty() ? std::nullopt : std::optional(found->second);
  }
};

}  // namespace vmp
