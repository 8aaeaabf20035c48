#include "loader/validation/schema_tokens.h"

#include <stdexcept>

#include "loader/document/write_yaml.h"
#include "test/catch.h"

namespace vmp {

TEST_CASE("a schema is read from its tokens") {
  CHECK(write_yaml(read_schema_tokens("{\n\"type\n[\n\"string\n\"null\n]\n\"minLength\n=1\n\"x\n{\n}\n}\n")) ==
        "type:\n- string\n- \"null\"\nminLength: 1\nx: {}\n");
  CHECK(read_schema_tokens("=null").is_null());
  CHECK(read_schema_tokens("\"null").text() == "null");
  CHECK_FALSE(read_schema_tokens("\"null").is_null());
}

TEST_CASE("what is no token, or too few, is refused") {
  for (const char* tokens : {"", "null", "{", "[\n\"a\n", "{\n\"a\n}"}) {
    CAPTURE(tokens);
    CHECK_THROWS_AS(read_schema_tokens(tokens), std::logic_error);
  }
}

}  // namespace vmp
