#pragma once

#include <memory>
#include <set>

#include "loader/document/value.h"
#include "loader/validation/value_path.h"

namespace vmp {

// A JSON Schema (draft 7) that is ready to decide. It knows the keywords that schema/registry.schema.json has:
// "type", "enum", "minLength", "required", "properties", "patternProperties" (of a literal prefix that may hold
// anything), "additionalProperties", "items", "allOf", "anyOf", "oneOf", "not" and "$ref" to "#/definitions/".
// "x-rule" on texts and "x-key-rule" on the keys of maps are rules of text_rules.h; "pattern", "maxLength" and
// "propertyNames" tell other programs the same, before variables are expanded as far as they can, and are not looked
// at. A scalar that is not null is a string, a plain flag is a boolean as well, and numbers are strings: their text is
// what counts.
//
// Never changes, so that threads may share it.
class CompiledSchema {
 public:
  // Raises std::logic_error for a schema that it does not understand: the schema is the program's own.
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
