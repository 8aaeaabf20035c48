#include "loader/configuration/node/cluster_names.h"

#include "test/catch.h"

using namespace vmp;

TEST_CASE("a label of RFC 1123", "[cluster_names]") {
  for (const char* good : {"a", "web-1", "1", "a--b"}) CHECK(find_label_mistake(good).empty());
  CHECK(find_label_mistake(std::string(63, 'a')).empty());
  CHECK(find_label_mistake(std::string(64, 'a')) == "has 64 characters");
  CHECK(find_label_mistake("") == "is empty");
  CHECK(find_label_mistake("aB") == "has \"B\"");
  CHECK(find_label_mistake("a_b") == "has \"_\"");
  CHECK(find_label_mistake("a.b") == "has \".\"");
  CHECK(find_label_mistake("aé") == "has \"é\"");
  CHECK(find_label_mistake("-a") == "begins with \"-\"");
  CHECK(find_label_mistake("a-") == "ends with \"-\"");
}

TEST_CASE("a subdomain of RFC 1123", "[cluster_names]") {
  for (const char* good : {"a", "debian-12.5", "a.b.c"}) CHECK(find_subdomain_mistake(good).empty());
  CHECK(find_subdomain_mistake("") == "is empty");
  CHECK(find_subdomain_mistake(std::string(254, 'a')) == "has 254 characters");
  CHECK(find_subdomain_mistake("a..b") == "has nothing between two dots");
  CHECK(find_subdomain_mistake("a.") == "has nothing between two dots");
  CHECK(find_subdomain_mistake("a.-b") == "has a part that begins with \"-\"");
  CHECK(find_subdomain_mistake("a-.b") == "has a part that ends with \"-\"");
  CHECK(find_subdomain_mistake("a:b") == "has \":\"");
}
