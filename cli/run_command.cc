#include "cli/run_command.h"

#include "cli/command.h"
#include "cli/completion.h"
#include "cli/manual.h"

namespace vmp {

namespace {

ExitStatus run(const Command& command, const Arguments& arguments, const Surroundings& surroundings, Output& output) {
  const ExitStatus status = command.run(arguments, surroundings, output);
  // Warnings that count as errors.
  if (!has_errors(output.diagnostics)) return status;
  output.text.clear();
  return kRegistryWrong;
}

}  // namespace

ExitStatus run_command(const Arguments& arguments, const Surroundings& surroundings, Output& output) {
  if (arguments.command == kCompletionWord) {
    output.text = write_completion(complete(arguments.names, surroundings));
    return kDone;
  }
  output.switches.set(arguments.values("--allow"), arguments.values("--werror"));
  if (!arguments.command.empty()) return run(*find_command(arguments.command), arguments, surroundings, output);
  // A person who only typed the name wants to know more; a script that did made a mistake.
  output.steps.push_back(write_overview());
  output.steps.back().pop_back();
  return kUsageWrong;
}

}  // namespace vmp
