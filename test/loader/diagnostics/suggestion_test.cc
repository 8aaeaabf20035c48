#include "loader/diagnostics/suggestion.h"

#include "test/catch.h"

using namespace vmp;

TEST_CASE("the nearest name is the one with the fewest changes") {
  const std::vector<std::string> images = {"debian", "debian-cloud", "fedora-cloud", "alpine"};
  CHECK(nearest_name("debain-cloud", images) == "debian-cloud");
  CHECK(nearest_name("debian-clod", images) == "debian-cloud");
  CHECK(nearest_name("fedora-clouds", images) == "fedora-cloud");
  CHECK(nearest_name("alpime", images) == "alpine");
}

TEST_CASE("a swap of neighbours is one change") {
  CHECK(nearest_name("lba", {"lab"}) == "lab");
  CHECK(nearest_name("ab", {"ba"}).empty());
}

TEST_CASE("a difference of case is half a change") {
  CHECK(nearest_name("Web", {"wed", "web"}) == "web");
  CHECK(nearest_name("WEB", {"web"}).empty());
  CHECK(nearest_name("NodeName", {"nodeName"}) == "nodeName");
  CHECK(nearest_name("nodename", {"nodeName"}) == "nodeName");
}

TEST_CASE("more than a third of the name is another name") {
  CHECK(nearest_name("abc", {"abx"}) == "abx");
  CHECK(nearest_name("abc", {"axx"}).empty());
  CHECK(nearest_name("ab", {"ax"}).empty());
  CHECK(nearest_name("abcdef", {"abcd"}) == "abcd");
  CHECK(nearest_name("abcdef", {"abc"}).empty());
  CHECK(nearest_name("abc", {"abcd"}) == "abcd");
  CHECK(nearest_name("abc", {"abcde"}).empty());
}

TEST_CASE("the first of equally near names wins") {
  CHECK(nearest_name("web3", {"web1", "web2"}) == "web1");
  CHECK(nearest_name("web3", {"web2", "web1"}) == "web2");
}

TEST_CASE("nothing is near to nothing") {
  CHECK(nearest_name("", {"web"}).empty());
  CHECK(nearest_name("web", {}).empty());
  CHECK(nearest_name("web", {""}).empty());
}

TEST_CASE("names that nobody types are not compared") {
  CHECK(nearest_name(std::string(201, 'a'), {std::string(200, 'a')}).empty());
  CHECK(nearest_name(std::string(200, 'a'), {std::string(20'000'000, 'a'), std::string(199, 'a')}) ==
        std::string(199, 'a'));
}

TEST_CASE("a suggestion is a question") {
  CHECK(did_you_mean("wbe", {"web", "db"}) == "Did you mean \"web\"?");
  CHECK(did_you_mean("mail", {"web", "db"}).empty());
}
