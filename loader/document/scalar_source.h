#pragma once

#include <cstddef>
#include <memory>

#include "loader/diagnostics/source_file.h"
#include "loader/document/value.h"

namespace vmp {

// Finds the places of parts of a scalar's text, one behind the other: the text is walked through once.
class PartPlaces {
 public:
  // `scalar` must outlive this.
  explicit PartPlaces(const Value& scalar);
  PartPlaces(const PartPlaces&) = delete;
  PartPlaces& operator=(const PartPlaces&) = delete;
  ~PartPlaces();

  // As place_of_part. Requires an offset that is not before the last one.
  Place find(std::size_t offset, std::size_t length);

 private:
  class Walk;
  const Value& scalar_;
  std::unique_ptr<Walk> walk_;  // made when it is first needed
};

// The place of text()[offset, offset + length) of a scalar in its source, through indentation, escapes, quotes
// and folded lines. The place of the scalar where its source does not spell the text (it was made, or repeats
// an anchor). Requires a part that begins with a visible character.
Place place_of_part(const Value& scalar, std::size_t offset, std::size_t length);

// Whether a place is one of a scalar's own, on any of its lines.
bool covers(const Value& scalar, const Place& place);

}  // namespace vmp
