#include "loader/diagnostics/letter_case.h"

#include "test/catch.h"

using namespace vmp;

TEST_CASE("capitals of ASCII become small letters, and nothing else changes") {
  CHECK(to_lower("AZ az @[`{ 09 \xc3\x84 \xff") == "az az @[`{ 09 \xc3\x84 \xff");
  CHECK(to_lower("").empty());
}
