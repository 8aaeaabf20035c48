#pragma once

#include <memory>
#include <set>

#include "loader/document/value.h"
#include "loader/validation/value_path.h"

namespace vmp {

// A JSON Schema (draft 7) that is ready to decide; valijson decides. "x-rule" on texts and "x-key-rule" on
// the keys of maps are rules of text_rules.h. What says the same to other programs is not to be here (schema/flatten).
//
// Never changes, so that threads may share it.
class CompiledSchema {
 public:
  // Raises std::exception for what is no schema: the schema is the program's own.
  explicit CompiledSchema(const Value& schema);
  ~CompiledSchema();
  CompiledSchema(CompiledSchema&&) noexcept;

  bool accepts(const Value& value) const;

  // Where a value that is not accepted breaks the schema: every map, list or scalar that breaks a keyword,
  // and those around it.
  std::set<ValuePath> find_broken(const Value& value) const;

 private:
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace vmp
