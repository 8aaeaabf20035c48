#include "loader/registry/encoded_name.h"

#include "test/catch.h"

namespace vmp {

TEST_CASE("a name is one part of a path, and is read back") {
  CHECK(encode_name("web-1.x_y+z@b") == "web-1.x_y+z@b");
  for (const char* name : {"web", "é b,", "a/b", ",2C", "\x01\xff", ""}) {
    CAPTURE(name);
    CHECK(decode_name(encode_name(name)) == name);
  }
}

TEST_CASE("a comma that no two digits follow encodes nothing") {
  for (const char* text : {",", "a,2", ",2G", ",+1", "a,"}) CHECK_FALSE(decode_name(text));
}

}  // namespace vmp
