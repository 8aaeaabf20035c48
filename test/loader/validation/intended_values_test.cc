#include "loader/validation/intended_values.h"

#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string help_with(const std::string& yaml, const WantedKinds& wanted) {
  return help_with_value(*parse("a: " + yaml).find("a"), wanted);
}

std::string help_with_first_key(const std::string& yaml) {
  return help_with_key(parse(yaml).entries().front().key);
}

}  // namespace

TEST_CASE("a text where a map is wanted may be a key without its blank") {
  CHECK(help_with("name:web", {.map = true}) == "A key has a colon and a blank behind it: \"name: web\".");
  CHECK(help_with("name :web", {.map = true}) == "A key has a colon and a blank behind it: \"name: web\".");
  CHECK(help_with("name = web", {.map = true}) == "A key has a colon and a blank behind it: \"name: web\".");
  CHECK(help_with("uri:qemu:///system", {.map = true}) ==
        "A key has a colon and a blank behind it: \"uri: qemu:///system\".");
  CHECK(help_with("name:\u00a0web", {.map = true}) ==
        "A no-break space stands behind the colon of \"name\": put an ordinary blank in its place.");
  CHECK(help_with("name:" + std::string(80, 'x'), {.map = true}) == "A key has a colon and a blank behind it.");
  for (const char* other : {"'name:web'", "http://x/y", "web", "a b:c"}) CHECK(help_with(other, {.map = true}).empty());
  CHECK(help_with("name:web", {.list = true}).empty());
}

TEST_CASE("a map where a list is wanted lacks its dashes") {
  CHECK(help_with("{name: x}", {.list = true}) == "Each item of a list begins with a dash and a blank.");
  CHECK(help_with("{-name: x}", {.list = true}) == "The dash of an item has a blank behind it.");
  CHECK(help_with("{– name: x}", {.list = true}) == "An item of a list begins with \"-\", the hyphen, and a blank.");
  CHECK(help_with("{name: x}", {.text = true}).empty());
  CHECK(help_with("-name", {.list = true}) == "The dash of an item has a blank behind it.");
}

TEST_CASE("a list of maps where a map is wanted has a dash too many") {
  CHECK(help_with("[{name: x}]", {.map = true}) ==
        "The keys of a map have no dash before them, and an item of a list has one.");
  CHECK(help_with("[x]", {.map = true}).empty());
}

TEST_CASE("a null may be a text that means something else to YAML") {
  CHECK(help_with("#1", {.text = true}) ==
        "\"#\" begins a comment: a text that begins with it needs quotes. Write \"#1\".");
  CHECK(help_with("&lab", {.text = true}) ==
        "\"&\" names a value for aliases: a text that begins with it needs quotes. Write \"&lab\".");
  CHECK(help_with("", {.text = true}).empty());
  CHECK(help_with("~ # nothing", {.text = true}).empty());
}

TEST_CASE("binary data stands where nothing is asked of it") {
  CHECK(help_with("!!binary QUJD", {.text = true}) == "\"!!binary\" may stand only in the maps of cloud-init's data.");
}

TEST_CASE("the key that was meant by one with a slip") {
  CHECK(find_intended_key("name:web") == "name");
  CHECK(find_intended_key("-name") == "name");
  CHECK(find_intended_key("– name") == "name");
  CHECK(find_intended_key("\u00a0\u00a0name") == "name");
  CHECK(find_intended_key("name").empty());
}

TEST_CASE("what is wrong with a key") {
  CHECK(help_with_first_key("{name:web: x}") == "A key has a colon and a blank behind it: \"name: web\".");
  CHECK(help_with_first_key("\u00a0name: x") == "A no-break space stands in it, which looks like a blank and is none.");
  CHECK(help_with_first_key("-name: x") == "The dash of an item has a blank behind it.");
  CHECK(help_with_first_key("nmae: x").empty());
  CHECK(help_with_first_key("'na:me': x").empty());
}
