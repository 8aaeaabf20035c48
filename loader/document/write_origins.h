#pragma once

#include <string>

#include "loader/document/value.h"

namespace vmp {

// write_yaml with the place of each scalar, and of each empty list and map, as a comment behind its line:
// "memory: 2048  # registry/vms/web.yaml:5:40". Values that no source wrote have no comment. The result is the same
// document to a YAML reader.
std::string write_yaml_with_origins(const Value& value);

}  // namespace vmp
