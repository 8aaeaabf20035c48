#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/arguments.h"
#include "cli/surroundings.h"
#include "cli/warning_switches.h"
#include "loader/diagnostics/diagnostic.h"

namespace vmp {

// What a command has to say. It is printed when the command is done, so that a reader who goes away
// interrupts nothing.
struct Output {
  std::string text;                // for standard output
  std::vector<std::string> steps;  // what was done, a line each, for standard error
  Diagnostics diagnostics = {};    // for standard error
  Diagnostics outdated = {};       // files that differ, a diagnostic each: for the forms that do not hold the steps
  WarningSwitches switches = {};
  // The sources that diagnostics point into, and what nobody should wait for to be freed piece by piece.
  std::vector<std::shared_ptr<const void>> kept = {};

  // Keeps a value until all is said.
  template <typename Kept>
  const Kept& keep(Kept&& value) {
    auto owner = std::make_shared<const Kept>(std::forward<Kept>(value));
    kept.push_back(owner);
    return *owner;
  }

  // Adds those that the switches leave.
  void add(const Diagnostics& more) { append(diagnostics, switches.apply(more)); }
};

// The text for standard error, in the form that --diagnostics and --color ask for. Of more than a hundred diagnostics,
// text has the rest as a count. JSON and SARIF hold all diagnostics and the files that differ, and nothing else. An
// error is the last that is told, behind what was done before it. Sorts the output's diagnostics.
std::string render_messages(Output& output, const Arguments& arguments, const Surroundings& surroundings);

// DESIGN.md, section 6.
enum ExitStatus : int {
  kDone = 0,
  kRegistryWrong = 1,
  kUsageWrong = 2,
  kInputOutputFailed = 3,
  kFilesDiffer = 4,
  kDataAtStake = 5,
};

ExitStatus exit_status(Failure failure);

}  // namespace vmp
