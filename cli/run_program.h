#pragma once

#include <functional>
#include <string>
#include <vector>

namespace vmp {

// What came of a program.
struct ProgramResult {
  enum class End { kExited, kMissing, kTimedOut };
  End end = End::kMissing;
  int status = 0;      // of one that exited; of one that a signal ended, 128 and its number
  std::string output;  // what it printed, as far as it came
  std::string errors;
};

// Runs a program, found in PATH, with its arguments. It gets an empty standard input and no terminal, so that neither
// it nor what it runs can ask anybody anything, and speaks English. After `seconds`, or with more than a megabyte to
// say, it is killed with all that it has started.
ProgramResult run_program(const std::vector<std::string>& words, int seconds);

// The same, for who must not know which programs there are.
using RunProgram = std::function<ProgramResult(const std::vector<std::string>& words, int seconds)>;

}  // namespace vmp
