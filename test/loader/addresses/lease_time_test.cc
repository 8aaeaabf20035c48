#include "loader/addresses/lease_time.h"

#include <string>

#include "test/catch.h"

using namespace vmp;

TEST_CASE("a lease time is seconds, or a number with a unit", "[lease_time]") {
  CHECK(read_lease_time("120") == 120);
  CHECK(read_lease_time("120s") == 120);
  CHECK(read_lease_time("2m") == 120);
  CHECK(read_lease_time("12h") == 43'200);
  CHECK(read_lease_time("7d") == 604'800);
  CHECK(read_lease_time("infinite") == 0);
}

TEST_CASE("a lease time is at least two minutes", "[lease_time]") {
  for (const std::string text : {"", "119", "1m", "0", "-5h", "h", "1 h", "1w", "forever", "99999999999999999999"}) {
    CAPTURE(text);
    CHECK_FALSE(read_lease_time(text).has_value());
  }
}
