#pragma once

#include <memory>
#include <string_view>

#include "loader/document/syntax/problem.h"
#include "loader/document/yaml_events.h"

namespace vmp {

// Reads a part of a source once more, up to where libyaml noticed a problem, for what stands before it: nothing is
// remembered while a source without mistakes is read.
ReadBefore rescan(const std::shared_ptr<const SourceFile>& source, const SourcePart& part, std::size_t problem_index);

}  // namespace vmp
