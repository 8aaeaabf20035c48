#pragma once

#include <span>
#include <string_view>

#include "cli/arguments.h"
#include "cli/option.h"
#include "cli/output.h"
#include "cli/surroundings.h"

namespace vmp {

// The arguments behind a command's name, as its usage shows them: "NAME", "[NAME...]", "".
struct Operands {
  std::string_view usage;
  std::size_t least = 0;
  std::size_t most = 0;
};

// A command: what its file in cli/commands defines. The texts are the manual: paragraphs, and lines indented
// by four for examples, with `code` in backticks.
struct Command {
  std::string_view name;
  Operands operands;
  std::string_view summary;  // one line without full stop
  std::string_view help;
  std::span<const Option> options;  // besides the general ones
  // Raises Error.
  ExitStatus (*run)(const Arguments&, const Surroundings&, Output&);
};

// All commands, in the order of the manual.
std::span<const Command* const> commands();

// nullptr if there is none of that name.
const Command* find_command(std::string_view name);

// "vmp config NAME [--format yaml|json]"
std::string usage_of(const Command& command);

}  // namespace vmp
