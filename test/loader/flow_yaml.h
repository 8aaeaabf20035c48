#pragma once

#include <string>

#include "loader/document/value.h"

namespace vmp::test {

// A value as one line of YAML that our reader reads back as it is, plain scalars, nulls and !raw included: what a
// test shows of a generated value, and what it loads. Plain texts must be of letters.
std::string write_flow_yaml(const Value& value);

}  // namespace vmp::test
