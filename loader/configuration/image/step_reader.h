#pragma once

#include <optional>
#include <vector>

#include "loader/configuration/image/image_configuration.h"
#include "loader/configuration/steps/author_files.h"
#include "loader/diagnostics/diagnostic.h"
#include "loader/document/value.h"

namespace vmp {

// How long a step may take of which nobody says anything.
inline constexpr long kDefaultStepSeconds = 30 * 60L;

// Reads the steps of a build that is settled: the one that its "size" makes, then its own in their order, each of one
// type. Of what is wrong there is a mistake at its place; the steps are worth nothing then.
std::vector<ImageStep> read_steps(const Value& build, AuthorFiles& files, Diagnostics& mistakes);

}  // namespace vmp
