#pragma once

#include <cstddef>

#include "loader/diagnostics/source_file.h"
#include "loader/document/value.h"

namespace vmp {

// The place of text()[offset, offset + length) of a scalar in its source, through indentation, escapes, quotes
// and folded lines. The place of the scalar where its source does not spell the text (it was made, or repeats
// an anchor). Requires a part that begins with a visible character.
Place place_of_part(const Value& scalar, std::size_t offset, std::size_t length);

// Whether a place is one of a scalar's own, on any of its lines.
bool covers(const Value& scalar, const Place& place);

}  // namespace vmp
