#include "loader/configuration/variables/control_characters.h"

#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string mistakes_in(const std::string& text, Style style = Style::kQuoted) {
  Diagnostics mistakes;
  refuse_control_characters("key", Value::scalar(text, style), mistakes);
  return render(mistakes);
}

}  // namespace

TEST_CASE("a text may hold every character but control characters") {
  CHECK(mistakes_in("") == "\n");
  CHECK(mistakes_in("a 'b' \"c\" $d ä € \xF0\x9F\x98\x80") == "\n");
  CHECK(mistakes_in(std::string("a\0b", 3)) == R"(
error: "key" holds the control character U+0000
  The text becomes a part of a line in a Makefile, which cannot hold it. Take the character out.
)");
  CHECK(mistakes_in("a\tb\n") == R"(
error: "key" holds the control character U+0009
  The text becomes a part of a line in a Makefile, which cannot hold it. Write blanks instead of the tab.
)");
  CHECK(mistakes_in("a\x7F") == R"(
error: "key" holds the control character U+007F
  The text becomes a part of a line in a Makefile, which cannot hold it. Take the character out.
)");
}

TEST_CASE("a line break has its name and its remedy") {
  const std::string broken_line = R"(
error: "key" holds a line break
  The text becomes a part of a line in a Makefile, which cannot hold it. Write it in one line; ">-" folds several into one.
)";
  CHECK(mistakes_in("a\n") == broken_line);
  CHECK(mistakes_in("a\rb") == broken_line);
  CHECK(mistakes_in("a\nb\n", Style::kBlock) == broken_line);
  CHECK(mistakes_in("a\n", Style::kBlock) ==
        "\nerror: \"key\" holds a line break\n"
        "  Write \"|-\" or \">-\" for a block without its last line break.\n");
}
