#pragma once

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "cli/command_line.h"
#include "cli/output.h"
#include "cli/run_command.h"
#include "cli/surroundings.h"

namespace vmp::test {

struct World {
  std::map<std::string, std::string, std::less<>> variables = {};
  std::string input = "";
  bool is_input_terminal = false;
  bool is_error_terminal = false;
};

struct Run {
  int status = 0;
  std::string output;
  std::string errors;
};

// The program without main: a command line in, what it prints and its exit status out.
inline Run run_vmp(const std::vector<std::string>& words, const World& world = {}) {
  std::istringstream input(world.input);
  const Surroundings surroundings = {world.variables, input, world.is_input_terminal, world.is_error_terminal};
  Arguments arguments;
  Output output;
  Run run;
  try {
    parse_command_line(words, arguments);
    run.status = run_command(arguments, surroundings, output);
  } catch (const Error& error) {
    output.add(error.diagnostics());
    run.status = exit_status(error.failure());
  }
  run.output = output.text;
  run.errors = render_messages(output, arguments, surroundings);
  return run;
}

}  // namespace vmp::test
