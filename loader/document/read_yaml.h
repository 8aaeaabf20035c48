#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "loader/diagnostics/diagnostic.h"
#include "loader/diagnostics/source_file.h"
#include "loader/document/value.h"

namespace vmp {

// Collections may be nested this deep.
inline constexpr int kMaxDepth = 100;
// A source may have this many values, a large one as many as there are on average in so many bytes: each scalar, list
// and map is one, keys too. Registries have one in about twenty bytes, what is made of dashes alone one in two.
inline constexpr std::size_t kMaxValues = 1'000'000;
inline constexpr std::size_t kMinBytesOfValue = 16;
// Behind this many mistakes the others are not told.
inline constexpr std::size_t kMaxMistakes = 100'000;
// Aliases may repeat this many values in one source (a "billion laughs" repeats billions).
inline constexpr std::size_t kMaxRepeatedValues = 1'000'000;
// And this many bytes of text.
inline constexpr std::size_t kMaxRepeatedBytes = 64UL << 20U;

// Reads every document of a source, in order; empty documents are left out.
//
// The syntax is YAML 1.1 as libyaml reads it, with aliases and "<<" merge keys resolved
// (https://yaml.org/type/merge.html). The known tags are !raw and those of YAML's own scalars, lists and
// maps; !!str makes a plain scalar text, !!binary says that a text is the base64 of bytes.
//
// Raises Error at the place of: bad syntax, bytes that are not UTF-8, duplicate keys and unknown tags (all of
// them at once, up to kMaxMistakes), a key that is no scalar, an unknown alias, an alias inside its own anchor, a limit
// above. What comes out is the same with any number of threads.
std::vector<Value> read_yaml(const std::shared_ptr<const SourceFile>& source, std::size_t threads = 1);

// The last thing to say where there are more than kMaxMistakes.
Diagnostic too_many_mistakes(const Place& place);

}  // namespace vmp
