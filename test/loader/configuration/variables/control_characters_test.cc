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
  CHECK(mistakes_in(std::string("a\0b", 3)) == "\nerror: \"key\" holds the control character U+0000\n");
  CHECK(mistakes_in("a\tb\n") == "\nerror: \"key\" holds the control character U+0009\n");
  CHECK(mistakes_in("a\x7F") == "\nerror: \"key\" holds the control character U+007F\n");
}

TEST_CASE("a line break has its name, and a block its remedy") {
  CHECK(mistakes_in("a\n") == "\nerror: \"key\" holds a line break\n");
  CHECK(mistakes_in("a\rb") == "\nerror: \"key\" holds a line break\n");
  CHECK(mistakes_in("a\nb\n", Style::kBlock) == "\nerror: \"key\" holds a line break\n");
  CHECK(mistakes_in("a\n", Style::kBlock) ==
        "\nerror: \"key\" holds a line break\n"
        "  Write \"|-\" or \">-\" for a block without its last line break.\n");
}
