#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "loader/configuration/secrets/secrets.h"
#include "loader/configuration/variables/computed_variables.h"
#include "loader/configuration/variables/variables.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/registry/inheritance.h"
#include "loader/registry/kind.h"
#include "loader/registry/registry.h"
#include "loader/validation/schema.h"
#include "loader/work/profile.h"

namespace vmp {

// The `vars` of an entry's templates and of the entry itself, low to high, without what a null in a higher one clears;
// the nulls themselves stay.
std::vector<Value> find_variable_layers(const Inheritance& inheritance, const Value& entry);

// An entry of the registry merged with its templates, and the steps that resolving it takes whatever its kind is.
//
// A step that finds mistakes is the last one: where it raises Error, it is with all of them, and with notes of the
// templates that brought them.
class MergedEntry {
 public:
  // The entry and the registry must outlive this. Raises Error for mistakes in the inheritance, and one without
  // diagnostics if a template was left out of the registry.
  MergedEntry(const Registry& registry, const Kind& kind, const ComputedVariables& computed, const Value& entry,
              Stopwatch& watch);

  std::string name() const { return entry_.find("name")->text(); }
  std::string label() const;  // `VM "web"`
  const Value& value() const { return merged_; }

  // As if neither the entry nor its templates had that key.
  void forget(std::string_view key);

  // Raises Error if there are mistakes.
  void stop_at_mistakes(Diagnostics mistakes) const;
  // Raises Error if a value is not of that shape. `written` is the value with the nulls that were removed from it. The
  // watch is in Stage::kResolve before and after.
  void validate_as(Shape shape, const Value& value, std::string_view whole, const Value& written) const;
  // Adds a note to each diagnostic that is at what a template brought.
  void add_notes(Diagnostics& diagnostics) const;

  // Adds the variables of the entry's templates and its own above them, without what a null in a higher one clears.
  void add_variables(Variables& variables) const;
  // The same, as layers: maps, low to high.
  const std::vector<Value>& variable_layers() const { return layers_; }

  // The reference to another entry behind a key (`nodeName`), expanded with the variables that do not depend on what it
  // leads to. Null, with a mistake, if there is none.
  Value expand_reference(std::string_view key, Diagnostics& mistakes) const;

  // A reference that was expanded.
  struct Reference {
    std::string_view key;
    const Value& text;
  };
  // The entry's fields, in the order of `keys`, with their final texts (settle.h).
  Value settle_fields(std::span<const std::string_view> keys, std::span<const Reference> references,
                      Variables& variables, Diagnostics& mistakes, Secrets* secrets = nullptr) const;

 private:
  Value settle_variables(const Value& map, Variables& variables) const;

  const Registry& registry_;
  const Kind& kind_;
  const ComputedVariables& computed_;
  const Value& entry_;
  Stopwatch& watch_;
  Inheritance inheritance_;
  Value merged_;
  std::vector<Value> layers_;  // of variables, low to high
};

}  // namespace vmp
