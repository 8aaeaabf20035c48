#pragma once

#include <span>
#include <string>
#include <string_view>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"
#include "loader/validation/spot.h"

namespace vmp {

// A keyword of a schema node that a value breaks.
struct BrokenKeyword {
  const Value& document;
  const Trail& trail;
  std::string_view whole;
  const Value& written;  // the whole value with the nulls that were removed from it
  const Value& node;
  const Value& argument;  // of the keyword

  const Spot& spot() const { return trail.back(); }
  const Value& value() const { return *spot().value; }
  std::string subject() const { return describe_spot(trail, whole); }
};

// How to say that a keyword is broken.
struct Sentence {
  std::string_view keyword;
  void (*write)(const BrokenKeyword& broken, Diagnostics& mistakes);
  bool is_all_there_is_to_say = false;  // the other keywords speak of values that keep this one
};

// For every keyword of the schema but those that lead to other nodes.
std::span<const Sentence> sentences();

// For "additionalProperties": false. `argument` is not looked at.
void write_unknown_keys(const BrokenKeyword& broken, Diagnostics& mistakes);

}  // namespace vmp
