#include "loader/document/scalar_source.h"

#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// The line and column of "{X}" in the text behind the key "a", counted by the part's number of that kind.
std::string place_of_variable(const std::string& yaml, int number = 1) {
  const Value value = *parse(yaml).find("a");
  std::size_t offset = value.text().find("{X}");
  while (--number > 0) offset = value.text().find("{X}", offset + 1);
  const Place place = place_of_part(value, offset, 3);
  return std::to_string(place.line) + ":" + std::to_string(place.column) + "+" + std::to_string(place.width);
}

bool covers_text(const std::string& yaml, std::uint32_t line, std::uint32_t column) {
  const Value value = *parse(yaml).find("a");
  return covers(value, Place{value.place().file, line, column});
}

}  // namespace

TEST_CASE("a part of a scalar on one line is found") {
  CHECK(place_of_variable("a: x{X}") == "1:5+3");
  CHECK(place_of_variable("a: 'x{X}'") == "1:6+3");
  CHECK(place_of_variable("a: \"x{X}\"") == "1:6+3");
  CHECK(place_of_variable("b: '{X}'\na: 'ä {X}'") == "2:7+3");
  CHECK(place_of_variable("a: x {X} {X} {X}", 3) == "1:14+3");
}

TEST_CASE("a part of a block is found behind its indentation") {
  CHECK(place_of_variable("a: |\n  one\n  two {X}\n") == "3:7+3");
  CHECK(place_of_variable("a: | # {X}\n\n    one\n      {X}\n") == "4:7+3");
  CHECK(place_of_variable("a: >-\n  one\n\n  {X}\n  {X}\n", 2) == "5:3+3");
  CHECK(place_of_variable("a: |2-\n    {X}\n") == "2:5+3");
}

TEST_CASE("a part is found on the second line of plain and quoted texts") {
  CHECK(place_of_variable("a: one\n  two {X}\n") == "2:7+3");
  CHECK(place_of_variable("a: 'one\n\n  {X}'\n") == "3:3+3");
  CHECK(place_of_variable("a: \"one\\n\\\n  \\  {X}\"\n") == "2:6+3");
}

TEST_CASE("escapes and doubled quotes count as what they stand for") {
  CHECK(place_of_variable(R"(a: 'it''s {X}')") == "1:11+3");
  CHECK(place_of_variable(R"(a: "\t\x41\u00e9\U0001f600\"\\{X}")") == "1:31+3");
  CHECK(place_of_variable(R"(a: "{\x58}")") == "1:5+6");
  CHECK(place_of_variable(R"(a: "\x7bX}")") == "1:5+6");
}

TEST_CASE("tags and anchors before the text are passed over") {
  CHECK(place_of_variable("a: !!str &b \"{X}\"") == "1:14+3");
  CHECK(place_of_variable("a: &b !raw # {X}\n  '{X}'") == "2:4+3");
}

TEST_CASE("CRLF, other line breaks and byte order marks do not mislead") {
  CHECK(place_of_variable("b: c\r\na: |\r\n  one\r\n  {X}\r\n") == "4:3+3");
  CHECK(place_of_variable("\xEF\xBB\xBF{a: '{X}'}") == "1:6+3");
  CHECK(place_of_variable("a: |\n  one\xC2\x85  {X}\n") == "3:3+3");
}

TEST_CASE("a text that its source does not spell has the place of its scalar") {
  const Value value = Value::scalar("{X}", Style::kQuoted, parse("a: other").find("a")->place());
  CHECK(to_string(place_of_part(value, 0, 3)) == "r.yaml:1:4");
  CHECK_FALSE(place_of_part(Value::scalar("{X}"), 0, 3).is_known());
}

TEST_CASE("a scalar covers its lines and nothing else") {
  CHECK(covers_text("a: text", 1, 4));
  CHECK(covers_text("a: text", 1, 7));
  CHECK_FALSE(covers_text("a: text", 1, 8));
  CHECK_FALSE(covers_text("a: text", 1, 3));
  CHECK(covers_text("a: |\n  one\n  two\nb: c", 3, 5));
  CHECK_FALSE(covers_text("a: |\n  one\n  two\nb: c", 4, 1));
  CHECK(covers_text("a: 'one\n  two'\nb: c", 2, 3));
  CHECK_FALSE(covers_text("a: 'one\n  two'\nb: c", 3, 1));
  CHECK_FALSE(covers_text("a:\nb: c", 2, 1));
}

TEST_CASE("parts are found one behind the other") {
  const Value value = parse("a: \"\\t{X} \\\n  {X}\\n{X}{X}\"\n").entries().front().value;
  PartPlaces places(value);
  std::string found;
  for (std::size_t at = value.text().find("{X}"); at != std::string::npos; at = value.text().find("{X}", at + 1)) {
    found += to_string(places.find(at, 3)) + " ";
  }
  CHECK(found == "r.yaml:1:7 r.yaml:2:3 r.yaml:2:8 r.yaml:2:11 ");
}
