#pragma once

#include <string>
#include <string_view>

#include "loader/document/value.h"

namespace vmp {

// The value as one YAML document, keys in their order, ending with a newline, no document marks.
//
// YAML 1.1 and 1.2 readers read back the same: plain scalars stay plain, text that a reader of either
// version could take for something else is quoted, text of several lines becomes a literal block where
// libyaml writes one (not with tabs, trailing blanks or characters beyond U+FFFF). !raw is not written.
//
// A text that has `quoted` in it, unless that is empty, is in double quotes, so that one can put escaped text there.
std::string write_yaml(const Value& value, std::string_view quoted = "");

}  // namespace vmp
