#pragma once

#include <string>

#include "loader/diagnostics/source_file.h"

namespace vmp {

// A resolved text: variables expanded, UTF-8, with the place that wrote it, for messages at generation.
struct Text {
  std::string value;
  Place place;
};

// A number with the place that wrote it.
struct PlacedNumber {
  long long number = 0;
  Place place = {};
};

// The final value of a variable.
struct Variable : Text {
  Place name_place = {};  // of the key, where a source names it
};

}  // namespace vmp
