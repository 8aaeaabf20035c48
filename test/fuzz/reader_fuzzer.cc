// Any bytes are read, or refused with diagnostics; what was read keeps its places, and is written so that it is read
// back as the same.
#include <optional>
#include <string_view>
#include <vector>

#include "loader/document/read_in_parts.h"
#include "loader/document/scalar_source.h"
#include "loader/document/write_origins.h"
#include "test/fuzz/target.h"

namespace vmp::fuzz {

namespace {

void check_scalar(const Value& scalar) {
  examine(scalar.place());
  const std::string_view text = scalar.text();
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return;
  examine(place_of_part(scalar, first, text.size() - first));
  const Place last = place_of_part(scalar, text.find_last_not_of(" \t\r\n"), 1);
  examine(last);
  require(covers(scalar, scalar.place()), "a scalar covers its own place");
}

void check_places(const Value& value) {
  if (value.is_scalar()) return check_scalar(value);
  examine(value.place());
  for (const Value& item : value.items()) check_places(item);
  for (const auto& [key, below] : value.entries()) {
    check_scalar(key);
    check_places(below);
    require(value.find(key.text()) == &below, "a key leads to its value: there are no two of one text");
  }
}

// Reading in parts gives what reading at once does, or nothing.
void check_parts(const std::string& input) {
  for (const std::size_t parts : {2, 3, 7}) {
    const std::optional<Value> document = read_in_parts(as_source(input), parts, parts);
    if (!document) continue;
    const std::vector<Value> documents = read(input);
    require(documents.size() == 1 && write_yaml_with_origins(documents.front()) == write_yaml_with_origins(*document),
            "parts give the whole");
  }
}

}  // namespace

void check(const std::string& input) {
  check_parts(input);
  for (const Value& document : read(input)) {
    check_places(document);
    require_round_trip(document);
  }
}

}  // namespace vmp::fuzz
