#include "loader/diagnostics/suggestion.h"

#include <algorithm>
#include <cctype>

#include "test/catch.h"
#include "test/loader/dice.h"

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

TEST_CASE("a plural is near, however short the name is") {
  CHECK(nearest_name("vm", {"nodes", "vms"}) == "vms");
  CHECK(nearest_name("dbs", {"web", "db"}) == "db");
  CHECK(nearest_name("s", {""}).empty());
  CHECK(nearest_name("vm", {"v", "vmz"}).empty());
}

// All of the table, as the definition of the distance has it.
std::size_t distance_by_definition(const std::string& from, const std::string& to) {
  std::vector<std::vector<std::size_t>> table(from.size() + 1, std::vector<std::size_t>(to.size() + 1));
  for (std::size_t i = 0; i <= from.size(); ++i) {
    for (std::size_t j = 0; j <= to.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = 2 * (i + j);
        continue;
      }
      const bool is_same_letter = std::tolower(from[i - 1]) == std::tolower(to[j - 1]);
      const std::size_t replaced = from[i - 1] == to[j - 1] ? 0 : is_same_letter ? 1 : 2;
      table[i][j] = std::min({table[i - 1][j - 1] + replaced, table[i - 1][j] + 2, table[i][j - 1] + 2});
      const bool is_swap = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (is_swap) table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 2);
    }
  }
  return table[from.size()][to.size()];
}

TEST_CASE("the nearest name is that of the whole table") {
  test::Dice dice(8);
  const auto make_name = [&dice] {
    std::string name;
    for (std::size_t length = dice.below(9); length > 0; --length) name += dice.pick<char>({'a', 'b', 'A', 'x'});
    return name;
  };
  for (int round = 0; round < 3'000; ++round) {
    const std::string name = make_name();
    const std::vector<std::string> candidates = {make_name(), make_name(), make_name()};
    std::string nearest;
    std::size_t smallest = name.size() * 2 / 3 + 1;
    for (const std::string& candidate : candidates) {
      const std::size_t distance = distance_by_definition(name, candidate);
      if (distance < smallest) nearest = candidate;
      smallest = std::min(smallest, distance);
    }
    CAPTURE(name, candidates);
    CHECK(nearest_name(name, candidates) == nearest);
  }
}

TEST_CASE("many names that are alike cost a few looks each") {
  std::vector<std::string> volumes;
  for (int number = 1'000; number < 2'000; ++number) {
    volumes.push_back("a-rather-long-pool/volume-" + std::to_string(number) + ".qcow2");
  }
  std::size_t looks = 0;
  CHECK(nearest_name("a-rather-long-pool/volume-1500.qcow", volumes, &looks) == "a-rather-long-pool/volume-1500.qcow2");
  CHECK(looks < 50 * volumes.size());
  looks = 0;
  CHECK(nearest_name("a-rather-long-pol/volume-1999.qcow2", volumes, &looks) == "a-rather-long-pool/volume-1999.qcow2");
  CHECK(looks < 50 * volumes.size());
}

TEST_CASE("ten names are told, and how many more there are") {
  CHECK(name_some({"a"}, 1) == "\"a\"");
  CHECK(name_some({"a", "b"}, 2) == "\"a\" and \"b\"");
  CHECK(name_some({"a", "b", "c"}, 3) == "\"a\", \"b\" and \"c\"");
  const std::vector<std::string> ten = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
  const std::string nine = R"("a", "b", "c", "d", "e", "f", "g", "h", "i")";
  CHECK(name_some(ten, 10) == nine + R"( and "j")");
  CHECK(name_some(ten, 11) == nine + R"(, "j" and 1 more)");
  CHECK(name_some(ten, 1'000) == nine + R"(, "j" and 990 more)");
}

TEST_CASE("who means nothing that there is learns what there is") {
  CHECK(suggest("mail", "VM", {}) == "There is no VM.");
  CHECK(suggest("mail", "VM", {"web"}) == "The only VM is \"web\".");
  CHECK(suggest("mail", "VM", {"web", "db"}) == "The VMs are \"web\" and \"db\".");
  CHECK(suggest("wbe", "VM", {"web", "db"}) == "Did you mean \"web\"?");
}

TEST_CASE("a suggestion is a question") {
  CHECK(did_you_mean("wbe", {"web", "db"}) == "Did you mean \"web\"?");
  CHECK(did_you_mean("mail", {"web", "db"}).empty());
}
