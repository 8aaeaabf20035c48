#pragma once

#include <optional>

#include "loader/document/value.h"

namespace vmp {

// A datum of cloud-init as a tree: a map itself; a text read as YAML, every value at the text's place. Nothing if
// the text is no YAML map (a script), or there is no datum.
std::optional<Value> read_datum(const std::optional<Value>& datum);

}  // namespace vmp
