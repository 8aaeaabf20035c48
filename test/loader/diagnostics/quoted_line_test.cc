#include "loader/diagnostics/quoted_line.h"

#include <fmt/format.h>

#include "test/catch.h"

using namespace vmp;

namespace {

// The line and under it the marks, as they stand on a terminal.
std::string quote(const std::string& text, std::uint32_t column, std::uint32_t width, std::uint32_t line = 1) {
  const auto file = std::make_shared<const SourceFile>(SourceFile{.name = "a.yaml", .text = text});
  const QuotedLine quoted = quote_line({file, line, column, width});
  return quoted.text + "\n" + quoted.indent + quoted.marks;
}

}  // namespace

TEST_CASE("marks stand under the exact words") {
  CHECK(quote("name: web", 7, 3) == "name: web\n      ^~~");
  CHECK(quote("name: web", 1, 4) == "name: web\n^~~~");
  CHECK(quote("a\r\nname: web\r\n", 7, 3, 2) == "name: web\n      ^~~");
}

TEST_CASE("a place without a width is a point") {
  CHECK(quote("name: web", 5, 0) == "name: web\n    ^");
  CHECK(quote("", 1, 0) == "\n^");
}

TEST_CASE("marks end with the line") {
  CHECK(quote("name: web", 7, 100) == "name: web\n      ^~~");
  CHECK(quote("name: web", 10, 5) == "name: web\n         ^");
  CHECK(quote("name: web", 200, 5) == "name: web\n         ^");
}

TEST_CASE("tabs become blanks up to the next stop") {
  CHECK(quote("\ta:\tb", 5, 1) == "        a:      b\n                ^");
  CHECK(quote("1234567\tb", 9, 1) == "1234567 b\n        ^");
  CHECK(quote("a\tb\tc", 3, 3) == "a       b       c\n        ^~~~~~~~~");
}

TEST_CASE("wide characters take two cells, combining marks none") {
  CHECK(quote("漢字: 日本x y", 5, 3) == "漢字: 日本x y\n      ^~~~~");
  CHECK(quote("e\xcc\x81: z", 5, 1) == "e\xcc\x81: z\n   ^");
  CHECK(quote("é: ü", 4, 1) == "é: ü\n   ^");
  CHECK(quote("😀: z", 4, 1) == "😀: z\n    ^");
}

TEST_CASE("control characters and bad bytes are shown as question marks") {
  CHECK(quote("a\x1b[m\x7f: \xff\xc3z", 9, 1) == "a?[m?: ??z\n        ^");
}

TEST_CASE("a byte order mark is no part of the line") {
  CHECK(quote("\xef\xbb\xbf"
              "a: b",
              4, 1) == "a: b\n   ^");
}

TEST_CASE("of a very long line the surroundings of the place are shown") {
  const std::string before(3000, 'b');
  const std::string behind(20'000'000, 'z');
  CHECK(quote(before + "HERE" + behind, 3001, 4) ==
        "..." + std::string(40, 'b') + "HERE" + std::string(76, 'z') + "...\n" + std::string(43, ' ') + "^~~~");
  CHECK(quote(before + "HERE", 3001, 4) == "..." + std::string(40, 'b') + "HERE\n" + std::string(43, ' ') + "^~~~");
  CHECK(quote("HERE" + behind, 1, 4) == "HERE" + std::string(116, 'z') + "...\n^~~~");
  CHECK(quote(behind, 1, 20'000'000) == fmt::format("{:z>120}...\n^{:~>119}", "", ""));
}

TEST_CASE("a line of just the greatest length is shown whole") {
  CHECK(quote(std::string(120, 'a'), 120, 1) == fmt::format("{:a>120}\n{:>119}^", "", ""));
}
