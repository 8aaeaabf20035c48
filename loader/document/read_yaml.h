#pragma once

#include <memory>
#include <vector>

#include "loader/diagnostics/source_file.h"
#include "loader/document/value.h"

namespace vmp {

// Reads every document of a source, in order; empty documents are left out.
//
// The syntax is YAML 1.1 as libyaml reads it, with aliases and "<<" merge keys resolved. The known tags
// are !raw and YAML's own (!!str, !!map, ...); !!str makes a plain scalar text.
//
// Raises Error at the place of: bad syntax, bad UTF-8, a duplicate key, a key that is no scalar, an unknown
// tag or alias, an alias inside its own anchor, nesting deeper than kMaxDepth, a source whose aliases
// expand to more than kMaxExpandedValues values.
std::vector<Value> read_yaml(const std::shared_ptr<const SourceFile>& source);

inline constexpr int kMaxDepth = 100;
inline constexpr std::size_t kMaxExpandedValues = 10'000'000;

}  // namespace vmp
