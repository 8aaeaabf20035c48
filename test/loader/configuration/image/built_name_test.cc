#include "loader/configuration/image/built_name.h"

#include <string>

#include "test/catch.h"

using namespace vmp;

TEST_CASE("a built tag has a path that any file system takes", "[built_name]") {
  CHECK(BuiltName{"web", "12"}.path() == "web/12");
  CHECK(BuiltName{"a_b", "1.0+x@y-z"}.path() == "a_b/1.0+x@y-z");
  CHECK(BuiltName{"a/b", "c d,e"}.path() == "a,2Fb/c,20d,2Ce");
  CHECK(BuiltName{"..", "."}.path() == ",2E,2E/,2E");
  CHECK(BuiltName{"\xc3\xa9", "\n"}.path() == ",C3,A9/,0A");
}

TEST_CASE("a path is read back as what it was made from", "[built_name]") {
  for (const BuiltName& name : {BuiltName{"web", "12"}, BuiltName{"a/b", "c d,e"}, BuiltName{"..", "."}}) {
    CHECK(read_built_name(name.path()) == name);
  }
  for (const std::string path : {"web", "web/", "/12", "web/,", "web/,4", "web/,4x", "web/,xx"}) {
    CAPTURE(path);
    CHECK_FALSE(read_built_name(path));
  }
}
