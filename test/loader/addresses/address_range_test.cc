#include "loader/addresses/address_range.h"

#include <string>

#include "test/catch.h"

using namespace vmp;

TEST_CASE("a range has two ends of one family, the lower one first", "[address_range]") {
  const auto range = read_address_range("10.0.0.10-10.0.0.20");
  REQUIRE(range.has_value());
  CHECK(to_string(range->first) == "10.0.0.10");
  CHECK(to_string(range->last) == "10.0.0.20");
  CHECK(read_address_range("fd00::2-fd00::2").has_value());
  for (const std::string text : {"", "10.0.0.10", "10.0.0.20-10.0.0.10", "10.0.0.1-fd00::1", "10.0.0.1 - 10.0.0.2",
                                 "10.0.0.1-10.0.0.2-10.0.0.3", "-"}) {
    CAPTURE(text);
    CHECK_FALSE(read_address_range(text).has_value());
  }
}

TEST_CASE("a range contains its ends, and overlaps what has one of its addresses", "[address_range]") {
  const AddressRange range = *read_address_range("10.0.0.10-10.0.0.20");
  CHECK(range.contains(range.first));
  CHECK(range.contains(range.last));
  CHECK_FALSE(range.contains(*range.last.next()));
  CHECK(range.overlaps(*read_address_range("10.0.0.20-10.0.0.30")));
  CHECK_FALSE(range.overlaps(*read_address_range("10.0.0.21-10.0.0.30")));
}
