#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "loader/diagnostics/source_file.h"

namespace vmp {

enum class Severity { kError, kWarning };

enum class Warning : std::uint8_t;  // loader/diagnostics/warning.h, for those who name one

// A second place that belongs to a mistake: where a name was first defined, where a value was inherited.
struct Note {
  Place place = {};
  std::string message;
};

// One message about one mistake. `message` is one line, lower case, without a full stop, names in
// double quotes; `help` is full sentences that say what to do, or empty.
struct Diagnostic {
  Severity severity = Severity::kError;
  Place place = {};  // unknown where the mistake has no place in a source (a missing file)
  std::string message;
  std::string help = {};
  std::vector<Note> notes = {};
  std::optional<Warning> warning = {};  // which one, also where it counts as an error
};

using Diagnostics = std::vector<Diagnostic>;

// A diagnostic that stops nothing.
Diagnostic warn(Warning warning, Place place, std::string message, std::string help = {});

void append(Diagnostics& to, const Diagnostics& more);

// What went wrong decides the exit status (DESIGN.md, section 6).
enum class Failure {
  kRegistry,     // the registry is wrong or a name is unknown: 1
  kUsage,        // the command line is wrong: 2
  kInputOutput,  // reading or writing failed: 3
};

// Carries one or more diagnostics to the one catch in main.
class Error : public std::exception {
 public:
  explicit Error(Diagnostic diagnostic, Failure failure = Failure::kRegistry);
  explicit Error(Diagnostics diagnostics, Failure failure = Failure::kRegistry);

  // For a mistake without a place in a source.
  Error(Failure failure, std::string message, std::string help = "");

  // Ends what cannot go on because of a mistake that is told elsewhere. Carries no diagnostic.
  static Error told_elsewhere() { return Error(Diagnostics{}); }

  const Diagnostics& diagnostics() const { return diagnostics_; }
  Failure failure() const { return failure_; }
  const char* what() const noexcept override;  // the first message

 private:
  Diagnostics diagnostics_;
  Failure failure_;
};

bool has_errors(const Diagnostics& diagnostics);

// Throws Error if any of them is an error; keeps quiet about warnings.
void throw_if_errors(const Diagnostics& diagnostics);

// Sorts by file and place, stable, and drops repetitions of the same message at the same place, and warnings where an
// error is: at most one of both is needed.
void sort_and_unique(Diagnostics& diagnostics);

}  // namespace vmp
