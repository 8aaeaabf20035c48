#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp::fuzz {

// What a target asserts of one input: each target defines it in its own file. An Error that it raises is examined as
// diagnostics are.
void check(const std::string& input);

// Ends the program, which is what libFuzzer reports, unless a property holds.
void require(bool holds, std::string_view property);

std::shared_ptr<const SourceFile> as_source(std::string text);
std::vector<Value> read(std::string text);

// Requires that all diagnostics point into their source and are shown as they should be, as text and as JSON.
void examine(const Diagnostics& diagnostics);

// Requires that a place lies in its source.
void examine(const Place& place);

// Whether both are the same to a reader of YAML: kinds, texts and order, not places.
bool are_same(const Value& one, const Value& other);

// Requires that a value is read back as the same from what write_yaml, write_yaml_with_origins and write_json make of
// it.
void require_round_trip(const Value& value);

// Whether a value or any below it is tagged !raw, which no writer writes.
bool has_raw(const Value& value);

}  // namespace vmp::fuzz
