#include "cli/run_command.h"

#include "cli/command.h"
#include "cli/manual.h"

namespace vmp {

ExitStatus run_command(const Arguments& arguments, const Surroundings& surroundings, Output& output) {
  if (!arguments.command.empty()) return find_command(arguments.command)->run(arguments, surroundings, output);
  // A person who only typed the name wants to know more; a script that did made a mistake.
  output.steps.push_back(write_overview());
  output.steps.back().pop_back();
  return kUsageWrong;
}

}  // namespace vmp
