#include "loader/addresses/mac_address.h"

#include <string>

#include "test/catch.h"

using namespace vmp;

TEST_CASE("a MAC address has six bytes of two digits", "[mac_address]") {
  CHECK(to_string(*read_mac_address("52:54:00:AA:bb:0C")) == "52:54:00:aa:bb:0c");
  for (const std::string text : {"", "52:54:0:1:2:3", "52-54-00-aa-bb-0c", "52:54:00:aa:bb", "52:54:00:aa:bb:0g",
                                 "52:54:00:aa:bb:0c:", "52:54:00:aa:bb: c", "+2:54:00:aa:bb:0c"}) {
    CAPTURE(text);
    CHECK_FALSE(read_mac_address(text).has_value());
  }
}

TEST_CASE("the first byte says for how many stations it is, and who gave it", "[mac_address]") {
  CHECK_FALSE(is_multicast(*read_mac_address("52:54:00:00:00:01")));
  CHECK(is_multicast(*read_mac_address("01:00:5e:00:00:01")));
  CHECK(is_locally_administered(*read_mac_address("52:54:00:00:00:01")));
  CHECK_FALSE(is_locally_administered(*read_mac_address("00:11:22:33:44:55")));
}
