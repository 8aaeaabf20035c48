#pragma once

#include <string>
#include <vector>

#include "loader/document/value.h"

namespace vmp {

// write_yaml with a comment behind the line of each scalar, and of each empty list and map: `comments` has one for
// each, in order, "" for none. The result is the same document to a YAML reader.
std::string write_yaml_with_comments(const Value& value, const std::vector<std::string>& comments);

// The same with their places: "memory: 2048  # registry/vms/web.yaml:5:40". Values that no source wrote have no
// comment.
std::string write_yaml_with_origins(const Value& value);

}  // namespace vmp
