#pragma once

#include <string>
#include <vector>

#include "cli/arguments.h"

namespace vmp {

// Understands a command line, given without the program's name. Options may stand before and after the
// command's name. --help and --version become the commands of that name; without a command, the command is
// empty.
//
// Raises Error (usage). `arguments` then holds what was understood, for the form of the message.
void parse_command_line(const std::vector<std::string>& words, Arguments& arguments);

}  // namespace vmp
