#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "loader/diagnostics/source_file.h"
#include "loader/document/value.h"

namespace vmp {

// Collections may be nested this deep.
inline constexpr int kMaxDepth = 100;
// Aliases may repeat this many values in one source (a "billion laughs" repeats billions).
inline constexpr std::size_t kMaxRepeatedValues = 1'000'000;
// And this many bytes of text.
inline constexpr std::size_t kMaxRepeatedBytes = 64UL << 20U;

// Reads every document of a source, in order; empty documents are left out.
//
// The syntax is YAML 1.1 as libyaml reads it, with aliases and "<<" merge keys resolved
// (https://yaml.org/type/merge.html). The known tags are !raw and those of YAML's own scalars, lists and
// maps; !!str makes a plain scalar text.
//
// Raises Error at the place of: bad syntax, bytes that are not UTF-8, duplicate keys and unknown tags (all of
// them at once), a key that is no scalar, an unknown alias, an alias inside its own anchor, a limit above.
std::vector<Value> read_yaml(const std::shared_ptr<const SourceFile>& source);

}  // namespace vmp
