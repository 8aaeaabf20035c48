#include "loader/validation/capacity.h"

#include "test/catch.h"

using namespace vmp;

TEST_CASE("a capacity is read as libvirt reads it") {
  CHECK(parse_capacity("0") == 0);
  CHECK(parse_capacity("512") == 512);
  CHECK(parse_capacity("512b") == 512);
  CHECK(parse_capacity("512bytes") == 512);
  CHECK(parse_capacity("2k") == 2048);
  CHECK(parse_capacity("2KiB") == 2048);
  CHECK(parse_capacity("2kb") == 2000);
  CHECK(parse_capacity("3M") == 3U << 20U);
  CHECK(parse_capacity("3mB") == 3000000);
  CHECK(parse_capacity("1E") == 1ULL << 60U);
  for (const char* wrong : {"", "G", "1.5G", "1 G", "-1", "1X", "1GiBs", "99999999999999999999x"}) {
    INFO(wrong);
    CHECK(parse_capacity(wrong) == std::nullopt);
  }
}

TEST_CASE("a capacity that is too much is no other one") {
  CHECK(parse_capacity("9223372036854775807") == kMostBytes);
  for (const char* much : {"9223372036854775808", "18446744073709551617", "99999999999999999999k", "8E", "16E"}) {
    INFO(much);
    CHECK(parse_capacity(much) > kMostBytes);
  }
}
