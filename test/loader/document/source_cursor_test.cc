#include "loader/document/source_cursor.h"

#include <fmt/format.h>

#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

// The place of every character of a text, and of its end.
std::string places_in(const std::string& text) {
  std::string places;
  SourceCursor cursor(source(text));
  for (; !cursor.is_at_end(); cursor.advance())
    places += fmt::format("{}:{} ", cursor.place().line, cursor.place().column);
  return places + fmt::format("{}:{}", cursor.place().line, cursor.place().column);
}

std::string rest_at(const std::string& text, std::uint32_t line, std::uint32_t column) {
  return std::string(SourceCursor(Place{source(text), line, column}).rest());
}

}  // namespace

TEST_CASE("a cursor counts characters, and lines as YAML 1.1 ends them") {
  CHECK(places_in("ä\nb") == "1:1 1:2 2:1 2:2");
  CHECK(places_in("a\r\nb\rc") == "1:1 1:2 1:3 2:1 2:2 3:1 3:2");
  CHECK(places_in("\xC2\x85\xE2\x80\xA8x") == "1:1 2:1 3:1 3:2");
  CHECK(places_in("\xEF\xBB\xBFx") == "1:1 1:2");
  CHECK(places_in("") == "1:1");
}

TEST_CASE("a cursor starts at a place, and goes no further than its line") {
  CHECK(rest_at("one\ntwo", 2, 2) == "wo");
  CHECK(rest_at("one\ntwo", 1, 9) == "\ntwo");
  CHECK(rest_at("one\ntwo", 3, 1) == "");
}

TEST_CASE("a cursor starts anywhere in a long line as in a short one") {
  std::string line;
  for (int number = 0; number < 1'000; ++number) line += "\xC3\xA4" + std::to_string(number);
  const std::string text = line + "\nend";
  SourceCursor walking(source(text));
  for (; walking.place().line == 1; walking.advance()) {
    CHECK(rest_at(text, 1, walking.place().column) == walking.rest());
  }
  CHECK(rest_at(text, 1, 9'999) == "\nend");
}

TEST_CASE("behind the end there is nothing") {
  SourceCursor cursor(source("a"));
  cursor.advance();
  cursor.advance();
  CHECK(cursor.peek() == U'\0');
  CHECK(cursor.is_at_end());
}
