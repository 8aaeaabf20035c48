#include "loader/document/read_guest_text.h"

#include "test/catch.h"
#include "test/loader/in_memory.h"

using namespace vmp;
using namespace vmp::test;

namespace {

std::string mistakes_in(const std::string& text) {
  return mistakes_of([&] { read_guest_text("user-data", text); });
}

}  // namespace

TEST_CASE("a guest knows all tags of PyYAML's safe loader, and no !raw") {
  CHECK(mistakes_in("a: !!set {b}\nc: !!omap [d: e]\nf: !!pairs [g: h]\ni: !!binary QUJD\n") == "no error");
  CHECK(mistakes_in("a: !raw b\n") == R"(
user-data:1:4: error: unknown tag "!raw"
    1 | a: !raw b
      |    ^~~~~~
  The known tags are !!str, !!int, !!float, !!bool, !!null, !!binary, !!seq and !!map. A text that begins with "!" needs quotes.
)");
}

TEST_CASE("a block of text may begin with a tab for a guest") {
  CHECK(mistakes_in("a: |\n  \ta\n  b\nc: d\n") == "no error");
  CHECK(mistakes_in("a:\n  - >-\n\n    \ta\n  - |+  # c\n    \tb\n") == "no error");
  CHECK(mistakes_in("|\n \ta\n") == "no error");
  CHECK(mistakes_in("a: |\r\n  \ta\r\n") == "no error");
}

TEST_CASE("a tab elsewhere is a mistake for a guest, too") {
  CHECK(mistakes_in("a:\n\t- b\n").find("a tab cannot indent") != std::string::npos);
  CHECK(mistakes_in("a: |\n  b\n\tc: d\n").find("error") != std::string::npos);
  CHECK(mistakes_in("a: b|\n\tc: d\n").find("a tab cannot indent") != std::string::npos);
}

TEST_CASE("documents come out in order") {
  CHECK(read_guest_text("user-data", "a: b\n---\nc: d\n").size() == 2);
}
