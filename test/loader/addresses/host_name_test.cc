#include "loader/addresses/host_name.h"

#include <string>
#include <vector>

#include "test/catch.h"

using namespace vmp;

TEST_CASE("a label has letters, digits and hyphens inside", "[host_name]") {
  for (const std::string& text : std::vector<std::string>{"a", "7", "web-1", "WEB", std::string(63, 'a')}) {
    CAPTURE(text);
    CHECK(is_host_label(text));
  }
  for (const std::string& text :
       std::vector<std::string>{"", "-a", "a-", "a_b", "a,b", "a b", "a\nb", "\u00e4", "a.b", std::string(64, 'a')}) {
    CAPTURE(text);
    CHECK_FALSE(is_host_label(text));
  }
}

TEST_CASE("a DNS name is labels with dots between them", "[host_name]") {
  CHECK(is_dns_name("m2.example.org"));
  CHECK(is_dns_name("localhost"));
  for (const std::string text : {"", ".", "a.", ".a", "a..b", "_srv.a"}) {
    CAPTURE(text);
    CHECK_FALSE(is_dns_name(text));
  }
  std::string longest(63, 'a');
  longest += "." + longest + "." + longest + "." + std::string(61, 'a');
  CHECK(is_dns_name(longest));
  CHECK_FALSE(is_dns_name(longest + "a"));
}

TEST_CASE("labels of records may begin with an underscore", "[host_name]") {
  CHECK(is_record_name("_ldap._tcp.example.org"));
  CHECK(is_record_name("a"));
  CHECK_FALSE(is_record_name("_"));
  CHECK_FALSE(is_record_name("a_b"));
}
