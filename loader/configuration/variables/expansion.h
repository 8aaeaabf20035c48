#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// One text, the variables of one VM, and all texts of one VM may each expand to this many bytes: variables that
// double sixty times reach it at once.
inline constexpr std::size_t kMaxExpandedBytes = 32UL << 20U;

// Of one text this many mistakes are told.
inline constexpr int kMaxMistakesOfText = 100;

// The error for a value that leads past kMaxExpandedBytes.
Error expands_too_far(const Value& value);

// Whose "vars" most texts of a VM see.
inline constexpr std::string_view kOwnersOfVariables = "the VM, a template, its image or its node";

// What a reference to a secret begins with, in braces: {secret:NAME}.
inline constexpr std::string_view kSecretPrefix = "secret:";

// Whether a text in braces is one: "secret:NAME", even without the name.
bool is_secret_reference(std::string_view text);

// The variables that a text may use.
class Names {
 public:
  virtual ~Names() = default;

  // The expanded value of a variable, valid until the next call, or nullptr if there is none of that name.
  virtual const std::string* find(std::string_view name) = 0;
  // Whether there is a variable of that name.
  virtual bool contains(std::string_view name) const = 0;
  // All names, for near matches; none if there are more than kMostCandidates.
  virtual std::vector<std::string> all() const = 0;

  // What to say of a name without a value.
  struct Complaint {
    std::string message;
    std::string help;
  };
  virtual Complaint complain_about(std::string_view name) const;
  // What to say of a reference to a secret that `find` does not know: unless the text may hold one, that it cannot.
  virtual Complaint complain_about_secret(std::string_view reference) const;
  // Whose "vars" the text can see: "the VM or a template".
  virtual std::string_view owners() const { return kOwnersOfVariables; }
};

// Whether expanding a scalar asks for names or may change it at all: most texts have no braces and no "<".
bool may_use_variables(const Value& scalar);

// Expands the variables of one scalar (REGISTRY.md, section 5): {NAME}, {{ and }}, <NAME> and <<NAME>> of
// variables that exist. The result has the scalar's place; where anything was expanded it is text. A scalar
// under !raw comes back as it is.
//
// Adds a mistake, at the place of the words themselves, for an unknown name, a lone brace, and Python's format
// syntax; such a part expands to nothing. Behind kMaxMistakesOfText the others are not told. Adds a warning for a text
// in angle brackets that is nearly a variable's name. Raises Error past kMaxExpandedBytes.
Value expand_variables(const Value& scalar, Names& names, Diagnostics& mistakes);

}  // namespace vmp
