#include "loader/addresses/ip_address.h"

#include <string>
#include <utility>
#include <vector>

#include "test/catch.h"

namespace vmp {

namespace {

IpAddress address(std::string_view text) {
  const auto read = read_ip_address(text);
  REQUIRE(read.has_value());
  return *read;
}

IpPrefix prefix(std::string_view text) {
  const auto read = read_ip_prefix(text);
  REQUIRE(read.has_value());
  return *read;
}

}  // namespace

TEST_CASE("addresses are printed in their canonical form") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"192.168.155.254", "192.168.155.254"},
      {"0.0.0.0", "0.0.0.0"},
      {"fd00:155::1", "fd00:155::1"},
      {"FD00:0155:0:0:0:0:0:1", "fd00:155::1"},
      {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
      {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
      {"::", "::"},
      {"::1", "::1"},
  };
  for (const auto& [written, canonical] : cases) CHECK(to_string(address(written)) == canonical);
}

TEST_CASE("what others read otherwise, or not at all, is no address") {
  for (const std::string text : {"", "10.4.0.010", "10.4.0", "10.4.0.256", "10.4.0.1 ", "0x7f.0.0.1", "fe80::1%eth0",
                                 "::ffff:10.0.0.1", "1::2::3", "12345::", "host", "10.0.0.1/24"}) {
    CAPTURE(text);
    CHECK_FALSE(read_ip_address(text).has_value());
  }
  CHECK_FALSE(read_ip_address(std::string_view("10.0.0.1\0x", 10)).has_value());
}

TEST_CASE("prefixes have an address and a length") {
  CHECK(to_string(prefix("192.168.155.254/24")) == "192.168.155.254/24");
  CHECK(to_string(prefix("fd00:155::1/64")) == "fd00:155::1/64");
  CHECK(to_string(prefix("0.0.0.0/0")) == "0.0.0.0/0");
  for (const std::string text : {"10.0.0.1", "10.0.0.1/", "10.0.0.1/33", "10.0.0.1/024", "10.0.0.1/-1", "10.0.0.1/+8",
                                 "10.0.0.1/8 ", "fd00::/129", "/24"}) {
    CAPTURE(text);
    CHECK_FALSE(read_ip_prefix(text).has_value());
  }
}

TEST_CASE("a prefix has a first and a last address") {
  const std::vector<std::vector<std::string>> cases = {
      {"192.168.155.254/24", "192.168.155.0", "192.168.155.255"},
      {"10.1.2.3/30", "10.1.2.0", "10.1.2.3"},
      {"10.1.2.3/9", "10.0.0.0", "10.127.255.255"},
      {"10.1.2.3/32", "10.1.2.3", "10.1.2.3"},
      {"10.1.2.3/0", "0.0.0.0", "255.255.255.255"},
      {"fd00:155::1/64", "fd00:155::", "fd00:155::ffff:ffff:ffff:ffff"},
      {"fd00:155::1/127", "fd00:155::", "fd00:155::1"},
  };
  for (const auto& each : cases) {
    CHECK(to_string(prefix(each[0]).first()) == each[1]);
    CHECK(to_string(prefix(each[0]).last()) == each[2]);
  }
}

TEST_CASE("a prefix contains the addresses of its family that begin alike") {
  CHECK(prefix("192.168.155.254/24").contains(address("192.168.155.1")));
  CHECK_FALSE(prefix("192.168.155.254/24").contains(address("192.168.154.1")));
  CHECK_FALSE(prefix("0.0.0.0/0").contains(address("::1")));
}

TEST_CASE("prefixes overlap where one contains the other, whichever is wider") {
  CHECK(prefix("10.0.0.1/8").overlaps(prefix("10.9.0.1/16")));
  CHECK(prefix("10.9.0.1/16").overlaps(prefix("10.0.0.1/8")));
  CHECK_FALSE(prefix("10.8.0.1/16").overlaps(prefix("10.9.0.1/16")));
  CHECK_FALSE(prefix("0.0.0.0/0").overlaps(prefix("::/0")));
}

TEST_CASE("addresses are ordered as numbers, IPv4 before IPv6") {
  CHECK(address("10.0.0.9") < address("10.0.0.10"));
  CHECK(address("255.255.255.255") < address("::"));
  CHECK(address("fd00::9") < address("fd00::10"));
}

TEST_CASE("behind each address but the last there is another") {
  CHECK(to_string(*address("10.0.0.255").next()) == "10.0.1.0");
  CHECK(to_string(*address("fd00::ffff").next()) == "fd00::1:0");
  CHECK_FALSE(address("255.255.255.255").next().has_value());
}

}  // namespace vmp
