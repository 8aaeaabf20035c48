#pragma once

#include <string_view>

#include "loader/document/value.h"

namespace vmp {

// How a scalar is written in block-style YAML.
enum class Quoting {
  kPlain,
  kSingleQuotes,
  kDoubleQuotes,  // with escapes: takes any text
  kLiteralBlock,  // "|": only for values inside a list or a map
};

// The most readable form in which every YAML 1.1 and 1.2 reader finds the same scalar: text that one of
// them would take for a number, a flag, null or a date, or could not read, is quoted. A scalar of
// Style::kPlain stays plain, unless it would make the document unreadable.
Quoting choose_quoting(std::string_view text, Style style);

}  // namespace vmp
